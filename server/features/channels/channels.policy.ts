/** Who may do what in a channel. Whoever cannot see it was already told `not_found`. */
import type { Caller } from '../../core/caller.ts';
import { conflict, forbidden } from '../../core/errors.ts';
import type { Visible } from './channels.store.ts';

/** Whether somebody moderates the whole forum. */
export const moderatesEverything = (caller: Caller) =>
  caller.roles.includes('moderator') || caller.roles.includes('administrator');

export const mayCreateOpen = moderatesEverything;
export const mayAppointModerators = moderatesEverything;

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
