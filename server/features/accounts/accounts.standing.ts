/** How members stand: whether they are shut out, or have left for good. */
import type { MemberState, Suspension } from '../../../shared/contract/members.ts';
import type { RefusalReason } from '../../../shared/refusals.ts';
import { AppError } from '../../core/errors.ts';
import type { Member } from './accounts.store.ts';

type Stands = Pick<Member, 'suspension' | 'deletion'>;

/** The suspension that keeps a member out now; null when none does. */
export function suspensionOf({ suspension }: Pick<Member, 'suspension'>): Suspension | null {
  const over = suspension?.until && Date.parse(suspension.until) <= Date.now();
  return over ? null : suspension;
}

export const stateOf = (member: Stands): MemberState =>
  member.deletion ? 'former' : suspensionOf(member) ? 'suspended' : 'active';

/** Whether nothing may be done in their name. */
export const isShutOut = (member: Stands): boolean => stateOf(member) !== 'active';

/** What whoever is shut out is told: why, and until when. */
const told = ({ reason, until }: Suspension) => ({
  because: reason,
  ...(until && { until, retryAfter: Math.ceil((Date.parse(until) - Date.now()) / 1000) }),
});

/** Throws, with why and until when, if a member whose password was right is suspended. */
export function assertMayEnter(member: Stands): void {
  const suspension = suspensionOf(member);
  if (!suspension) return;
  const reason: RefusalReason = suspension.until ? 'SUSPENDED_UNTIL' : 'SUSPENDED';
  const end = suspension.until ? ` until ${suspension.until}` : '';
  throw new AppError('forbidden', `This account is suspended${end}: ${suspension.reason}`, {
    reason,
    ...told(suspension),
  });
}

/** What a session that has ended says of its member's suspension. */
export const endedBy = (member: Stands): object => {
  const suspension = suspensionOf(member);
  return suspension ? told(suspension) : {};
};
