/** The invitations to channels that wait for one's answer. */
import { signal } from '@preact/signals';
import type { ChannelInvitation } from '../../../shared/contract/channels.ts';
import { call, on, whenConnected } from '../../api.ts';
import { t } from '../../i18n.ts';
import { tell } from '../../ui/notice.tsx';

/** Newest first; undefined until loaded. */
export const invitations = signal<readonly ChannelInvitation[] | undefined>(undefined);

async function load() {
  invitations.value = await call('channel:invitations', {});
}

whenConnected(() => void load().catch(() => {}));

on('channel:invited', (invitation) => {
  const others = invitations.peek()?.filter(({ id }) => id !== invitation.id) ?? [];
  invitations.value = [invitation, ...others];
  tell(t('invitations.received', { name: invitation.channelName }));
});

on('channel:invitation-ended', ({ invitationId }) => {
  invitations.value = invitations.peek()?.filter(({ id }) => id !== invitationId);
});
