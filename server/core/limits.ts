/** Rate limits per account and per address. */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Rate } from '../../shared/contract/define.ts';
import { AppError } from './errors.ts';

/** Calls per window in seconds. An address may carry many accounts (a company behind one router). */
const budgets: Record<Rate, { window: number; account: number; address: number }> = {
  read: { window: 10, account: 300, address: 3000 },
  write: { window: 10, account: 40, address: 800 },
  signal: { window: 10, account: 100, address: 2000 },
  auth: { window: 60, account: 20, address: 60 },
};

export interface Limits {
  /** Counts one call; throws `rate_limited` with `retryAfter` in seconds. */
  count(rate: Rate, address: string, accountId: string | undefined): Promise<void>;
}

/** @param factor multiplies every budget */
export function createLimits(factor: number): Limits {
  const limiters = new Map<string, RateLimiterMemory>();
  for (const [rate, { window, account, address }] of Object.entries(budgets)) {
    limiters.set(`${rate}:account`, new RateLimiterMemory({ points: account * factor, duration: window }));
    limiters.set(`${rate}:address`, new RateLimiterMemory({ points: address * factor, duration: window }));
  }

  async function take(limiter: string, key: string) {
    try {
      await limiters.get(limiter)?.consume(key);
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      const retryAfter = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
      throw new AppError('rate_limited', `Too many requests; try again in ${retryAfter} s.`, { retryAfter });
    }
  }

  return {
    async count(rate, address, accountId) {
      if (accountId) await take(`${rate}:account`, accountId);
      await take(`${rate}:address`, address);
    },
  };
}
