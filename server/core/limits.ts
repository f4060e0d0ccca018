/** Rate limits per account and per address: shared between nodes through Redis, and in process whenever Redis is away. */
import { isIPv6 } from 'node:net';
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
} from 'rate-limiter-flexible';
import type { Rate } from '../../shared/contract/define.ts';
import type { RefusalReason } from '../../shared/refusals.ts';
import { AppError } from './errors.ts';

/** Calls per window in seconds. An address may carry many accounts (a company behind one router). */
const budgets: Record<Rate, { window: number; account: number; address: number }> = {
  read: { window: 10, account: 300, address: 3000 },
  write: { window: 10, account: 40, address: 800 },
  signal: { window: 10, account: 100, address: 2000 },
  auth: { window: 60, account: 20, address: 60 },
};

/** MiB of text that an account may store in a day, and seconds in a day. */
const storing = { most: 50, window: 86_400 };

export interface Limits {
  /** Counts bytes that an account stores; throws `rate_limited` once they are too many of a day. */
  store(account: string, bytes: number): Promise<void>;
  /** Counts one call of an account or from an address; throws `rate_limited` with `retryAfter` in seconds. */
  count(rate: Rate, per: 'account' | 'address', key: string): Promise<void>;
}

/** Where nodes count together. */
export interface SharedCounts {
  /** An ioredis client. */
  client: unknown;
  /** Whether it answered a moment ago; while not, nobody waits for it. */
  up(): boolean;
  prefix: string;
}

/** An IPv6 host has a whole /64 of addresses to itself, and counts as one. */
export function networkOf(address: string): string {
  if (!isIPv6(address) || address.toLowerCase().startsWith('::ffff:')) return address;
  const [head = '', tail] = address.split('::');
  const groups = head.split(':').filter(Boolean);
  const rest = tail === undefined ? [] : tail.split(':').filter(Boolean);
  const zeros = tail === undefined ? [] : Array<string>(8 - groups.length - rest.length).fill('0');
  return `${[...groups, ...zeros, ...rest].slice(0, 4).join(':')}::/64`;
}

/** @param factor multiplies every budget */
export function createLimits(factor: number, shared?: SharedCounts): Limits {
  const limiters = new Map<string, () => RateLimiterAbstract>();
  for (const [rate, { window: duration, ...most }] of Object.entries(budgets))
    for (const [per, points] of Object.entries(most))
      limiters.set(`${rate}:${per}`, limiter(`${rate}:${per}`, points * factor, duration, shared));

  const stored = limiter('stored', storing.most * 1024 * 1024 * factor, storing.window, shared);

  async function take(from: (() => RateLimiterAbstract) | undefined, key: string, points = 1) {
    try {
      await from?.().consume(key, points);
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      const retryAfter = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
      throw new AppError('rate_limited', `Too many requests; try again in ${retryAfter} s.`, {
        retryAfter,
        ...(from === stored && {
          reason: 'MEMBER_ROOM' satisfies RefusalReason,
          most: storing.most,
        }),
      });
    }
  }

  return {
    store: (account, bytes) => take(stored, account, bytes),
    count: (rate, per, key) =>
      take(limiters.get(`${rate}:${per}`), per === 'address' ? networkOf(key) : key),
  };
}

function limiter(
  name: string,
  points: number,
  duration: number,
  shared: SharedCounts | undefined,
): () => RateLimiterAbstract {
  const own = new RateLimiterMemory({ points, duration });
  if (!shared) return () => own;
  const common = new RateLimiterRedis({
    storeClient: shared.client,
    keyPrefix: `${shared.prefix}:${name}`,
    points,
    duration,
    // Whoever is over the limit is refused without asking Redis again.
    inMemoryBlockOnConsumed: points + 1,
    insuranceLimiter: own,
  });
  return () => (shared.up() ? common : own);
}
