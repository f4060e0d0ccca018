/** Who invites one into which channel, to accept or to decline. */
import { navigate } from 'wouter-preact/use-browser-location';
import type { ChannelInvitation } from '../../../shared/contract/channels.ts';
import { call } from '../../api.ts';
import { t } from '../../i18n.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Empty } from '../../ui/empty.tsx';
import { attempt, tell } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';
import { personById } from '../accounts/people.state.ts';
import { put } from './channels.state.ts';
import { invitations } from './invitations.state.ts';

export function InvitationsPage() {
  const waiting = invitations.value;
  return (
    <Page title={t('invitations.title')}>
      {!waiting && <Skeleton />}
      {waiting?.length === 0 && (
        <Empty
          action={
            <a class="button" href="/channels">
              {t('rail.browse')}
            </a>
          }
        >
          {t('invitations.empty')}
        </Empty>
      )}
      {waiting && waiting.length > 0 && (
        <>
          <p class="muted">{t('invitations.note')}</p>
          <ul class="cards">
            {waiting.map((invitation) => (
              <Row key={invitation.id} invitation={invitation} />
            ))}
          </ul>
        </>
      )}
    </Page>
  );
}

function Row({
  invitation: { id: invitationId, channelName, inviterId, createdAt },
}: {
  invitation: ChannelInvitation;
}) {
  const inviter = personById(inviterId);
  const accept = () =>
    attempt(async () => {
      const listed = await call('channel:accept', { invitationId });
      put(listed);
      navigate(`/c/${listed.channel.slug}`);
    });
  const decline = () =>
    attempt(async () => {
      await call('channel:decline', { invitationId });
      tell(t('invitations.declined'));
      // The button that was pressed is gone with its row.
      document.querySelector<HTMLElement>('.page-body')?.focus();
    });
  return (
    <li>
      <Avatar id={inviterId} name={inviter?.name ?? '?'} />
      <div>
        <b>
          <bdi>{channelName}</bdi>
        </b>
        <p class="muted">
          <a href={`/people/${inviter?.handle ?? ''}`}>
            {t('invitations.by', { name: inviter?.name ?? '…' })}
          </a>{' '}
          · <Time iso={createdAt} brief />
        </p>
      </div>
      <div class="buttons">
        <button type="button" class="primary" onClick={accept}>
          {t('invitations.accept')}
          <span class="hidden"> {channelName}</span>
        </button>
        <button type="button" onClick={decline}>
          {t('invitations.decline')}
          <span class="hidden"> {channelName}</span>
        </button>
      </div>
    </li>
  );
}
