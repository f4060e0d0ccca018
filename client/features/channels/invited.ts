/** Keeps the invitations to channels, and a word in passing for each that comes. */
import { call, connected, on, whenConnected } from '../../api.ts';
import { t } from '../../i18n.ts';
import { tell } from '../../ui/notice.tsx';
import { invitations } from './invitations.state.ts';

async function load() {
  invitations.value = await call('channel:invitations', {});
}

on('channel:invited', (invitation) => {
  const others = invitations.peek()?.filter(({ id }) => id !== invitation.id) ?? [];
  invitations.value = [invitation, ...others];
  tell(t('invitations.received', { name: invitation.channelName }));
});

on('channel:invitation-ended', ({ invitationId }) => {
  invitations.value = invitations.peek()?.filter(({ id }) => id !== invitationId);
});

const again = () => void load().catch(() => {});
whenConnected(again);
if (connected.peek()) again();
