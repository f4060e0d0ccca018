/** Rate limits of calls, per account and per address, and of what an account may store. */
import type { Rate } from '../../shared/contract/define.ts';
import { type Budget, type Budgets, networkOf } from './budgets.ts';

/** Calls per window in seconds. An address may carry many accounts (a company behind one router). */
const rates: Record<Rate, { window: number; account: number; address: number }> = {
  read: { window: 10, account: 300, address: 3000 },
  write: { window: 10, account: 40, address: 800 },
  signal: { window: 10, account: 100, address: 2000 },
  // Each costs a password hash: forty people who register at once and sign in must get through, and no more than a tenth of a core.
  auth: { window: 60, account: 20, address: 240 },
};

/** MiB of text that an account may store in a day, and seconds in a day. */
const storing = { most: 50, window: 86_400 };

export interface Limits {
  /** Counts bytes that an account stores; throws `rate_limited` once they are too many of a day. */
  store(account: string, bytes: number): Promise<void>;
  /** Counts one call of an account or from an address; throws `rate_limited` with `retryAfter` in seconds. */
  count(rate: Rate, per: 'account' | 'address', key: string): Promise<void>;
}

export function createLimits(budgets: Budgets): Limits {
  const calls = new Map<string, Budget>();
  for (const [rate, { window, ...most }] of Object.entries(rates))
    for (const [per, calling] of Object.entries(most))
      calls.set(`${rate}:${per}`, budgets(`${rate}:${per}`, { most: calling, window }));

  const stored = budgets('stored', {
    most: storing.most * 1024 * 1024,
    window: storing.window,
    refusal: {
      message: 'Too much was stored within a day',
      reason: 'MEMBER_ROOM',
      most: storing.most,
    },
  });

  return {
    store: (account, bytes) => stored.take(account, bytes),
    async count(rate, per, key) {
      await calls.get(`${rate}:${per}`)?.take(per === 'address' ? networkOf(key) : key);
    },
  };
}
