/** Counts of what a key may use up within a while: shared between nodes through Redis, and in process whenever Redis is away. */
import { isIPv6 } from 'node:net';
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
} from 'rate-limiter-flexible';
import type { RefusalReason } from '../../shared/refusals.ts';
import { AppError } from './errors.ts';

export interface Budget {
  /** Takes something, 1 where nothing else is said; throws `rate_limited` with `retryAfter` in seconds when there is not so much left. */
  take(key: string, amount?: number): Promise<void>;
  /** Gives back one that was taken. */
  giveBack(key: string): Promise<void>;
  /** Throws like `take` when nothing is left, and takes nothing. */
  assertLeft(key: string): Promise<void>;
}

export interface Terms {
  most: number;
  /** Seconds after which, from the first that was taken, all of it is there again. */
  window: number;
  /** Whether what was taken may be given back. */
  lent?: boolean;
  /** What whoever took too much is told, where it is more than that there were too many requests. */
  refusal?: { message: string; reason: RefusalReason; most?: number };
}

/** Makes a budget, under a name of its own. */
export type Budgets = (name: string, terms: Terms) => Budget;

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
export function createBudgets(factor: number, shared?: SharedCounts): Budgets {
  return (name, { most, window, lent = false, refusal }) => {
    const points = most * factor;
    const limiter = limiterOf({ name, points, duration: window, lent }, shared);

    const refused = (found: RateLimiterRes) => {
      const retryAfter = Math.max(1, Math.ceil(found.msBeforeNext / 1000));
      const { message = 'Too many requests', ...details } = refusal ?? {};
      return new AppError('rate_limited', `${message}; try again in ${retryAfter} s.`, {
        retryAfter,
        ...details,
      });
    };

    return {
      async take(key, amount = 1) {
        try {
          await limiter().consume(key, amount);
        } catch (thrown) {
          throw thrown instanceof RateLimiterRes ? refused(thrown) : thrown;
        }
      },
      async giveBack(key) {
        await limiter().reward(key, 1);
      },
      async assertLeft(key) {
        const found = await limiter().get(key);
        if (found && found.consumedPoints + 1 > points) throw refused(found);
      },
    };
  };
}

interface Counting {
  name: string;
  points: number;
  duration: number;
  lent: boolean;
}

function limiterOf(
  { name, points, duration, lent }: Counting,
  shared: SharedCounts | undefined,
): () => RateLimiterAbstract {
  const own = new RateLimiterMemory({ points, duration });
  if (!shared) return () => own;
  const common = new RateLimiterRedis({
    storeClient: shared.client,
    keyPrefix: `${shared.prefix}:${name}`,
    points,
    duration,
    // Whoever is over the limit is refused without asking Redis again, unless something may still come back.
    ...(!lent && { inMemoryBlockOnConsumed: points + 1 }),
    insuranceLimiter: own,
  });
  return () => (shared.up() ? common : own);
}
