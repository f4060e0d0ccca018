/** A word to who is new, over the first channel. */
import '../../styles/setup.css';
import type { ChannelSummary } from '../../../shared/contract/channels.ts';
import { isolate } from '../../../shared/direction.ts';
import { t } from '../../i18n.ts';
import { X } from '../../ui/icons.ts';
import { forumName } from '../accounts/forum.state.ts';
import { endWelcome } from '../accounts/newcomer.state.ts';
import { account } from '../accounts/session.state.ts';
import { detailsById } from './details.state.ts';

export function WelcomeNote({ channel }: { channel: ChannelSummary }) {
  const details = detailsById(channel.id);
  if (!details) return null;
  return (
    <aside class="welcome-note" aria-label={t('newcomer.label')}>
      <div>
        <p>
          <b>{t('newcomer.title', { name: account.value?.name ?? '', forum: forumName.value })}</b>
        </p>
        <p>
          {details.topic
            ? `${t('newcomer.here', { channel: channel.name })} ${isolate(details.topic)}.`
            : t('newcomer.hereWithout', { channel: channel.name })}{' '}
          {t('newcomer.others')}
        </p>
        <p class="buttons">
          <a class="button" href="/channels">
            {t('rail.browse')}
          </a>
          <a class="button" href="/exchange">
            {t('rail.exchange')}
          </a>
        </p>
      </div>
      <button type="button" class="icon" onClick={endWelcome} aria-label={t('close')}>
        <X size={20} />
      </button>
    </aside>
  );
}
