/** How often passwords may be tried. Only failures count, so nobody who knows theirs is kept from using it. */
import { type Budget, type Budgets, networkOf } from '../../core/budgets.ts';
import type { Call, Caller } from '../../core/caller.ts';
import type { Member } from './accounts.store.ts';
import { hashToken } from './accounts.tokens.ts';
import type { Devices } from './devices.ts';

export interface PasswordAttempts {
  /**
   * Whether the password of somebody who signs in is right. Throws `rate_limited`, whether there is such an account or not, once
   * too many attempts failed: for this account, from any device that it never signed in on; from this device, where it did; or
   * from this address, for any account.
   */
  signIn(
    who: { email: string; member: Member | null },
    call: Call,
    verify: () => Promise<boolean>,
  ): Promise<boolean>;
  /** Whether the password of somebody who is signed in is right; each session has a budget of its own. */
  confirm(caller: Caller, verify: () => Promise<boolean>): Promise<boolean>;
}

const window = 600;

export function createPasswordAttempts(budgets: Budgets, devices: Devices): PasswordAttempts {
  const forAccount = {
    most: 20,
    window,
    lent: true,
    refusal: {
      message: 'Too many attempts to sign in to this account failed',
      reason: 'PASSWORD_ATTEMPTS',
    },
  } as const;
  const strangers = budgets('password:account', forAccount);
  const known = budgets('password:known', forAccount);
  const addresses = budgets('password:address', {
    most: 100,
    window,
    refusal: {
      message: 'Too many attempts to sign in from this address failed',
      reason: 'PASSWORD_ATTEMPTS_HERE',
    },
  });

  /** Takes before it verifies, so that attempts at the same moment cannot pass each other. */
  async function within(budget: Budget, key: string, verify: () => Promise<boolean>) {
    await budget.take(key);
    const right = await verify();
    if (right) await budget.giveBack(key);
    return right;
  }

  return {
    async signIn({ email, member }, call, verify) {
      const device = member && devices.idFor(member.id, call);
      if (device) return within(known, device, verify);
      const network = networkOf(call.address);
      await addresses.assertLeft(network);
      const right = await within(strangers, hashToken(email), verify);
      if (!right) await addresses.take(network);
      return right;
    },
    confirm: ({ sessionId }, verify) => within(known, sessionId, verify),
  };
}
