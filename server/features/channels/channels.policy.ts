/** Who may do what in a channel. Whoever cannot see it was already told `not_found`. */

import type { RefusalReason } from '../../../shared/refusals.ts';
import { type Caller, moderatesEverything } from '../../core/caller.ts';
import { AppError, conflict, forbidden } from '../../core/errors.ts';
import type { Visible } from './channels.store.ts';

export const mayCreateOpen = moderatesEverything;
export const mayAppointModerators = moderatesEverything;

/** How many channels one member may create. */
const most = { aDay: 20, inAll: 100 };
const day = 86_400_000;

/**
 * Throws when a member has created as many channels as they may.
 * @param created when they created each
 */
export function assertMayCreateMore(created: readonly string[]): void {
  if (created.length >= most.inAll)
    throw new AppError(
      'forbidden',
      `You have created ${most.inAll} channels, which is as many as one member may. Use one of them again, or ask somebody else to create the next.`,
      { reason: 'CHANNELS_IN_ALL' satisfies RefusalReason, most: most.inAll },
    );
  const lately = created.map((at) => Date.parse(at) + day).filter((end) => end > Date.now());
  if (lately.length < most.aDay) return;
  const free = lately.sort((a, b) => b - a)[most.aDay - 1] ?? 0;
  const again = new Date(free).toISOString();
  throw new AppError(
    'rate_limited',
    `You have created ${most.aDay} channels within a day. You can create another from ${again} on.`,
    {
      reason: 'CHANNELS_TODAY' satisfies RefusalReason,
      most: most.aDay,
      retryAfter: Math.max(1, Math.ceil((free - Date.now()) / 1000)),
    },
  );
}

export const mayModerate = (caller: Caller, { membership }: Visible) =>
  membership?.moderator === true || moderatesEverything(caller);

/** Throws unless the caller may write here: members of a channel that is not archived. */
export function assertMayWrite({ channel, membership }: Visible): void {
  if (channel.archivedAt)
    throw conflict('This channel is archived; it can be read, not written.', { state: 'archived' });
  if (!membership) throw forbidden('Join the channel to write in it.', 'JOIN_TO_WRITE');
}

/** Throws unless the caller moderates this channel. */
export function assertModerates(caller: Caller, visible: Visible): void {
  if (!mayModerate(caller, visible))
    throw forbidden('Only moderators of this channel can do this.', 'CHANNEL_MODERATORS_ONLY');
}
