/** The bar over a channel. */
import type { Listed } from '../../../shared/contract/channels.ts';
import { t } from '../../i18n.ts';
import { ArrowLeft, Hash, Lock, Users } from '../../ui/icons.ts';
import { detailsById } from './details.state.ts';

export function ChannelHeader({
  listed: { channel },
  topics,
}: {
  listed: Listed;
  topics: boolean;
}) {
  const topic = detailsById(channel.id)?.topic;
  const address = `/c/${channel.slug}`;
  return (
    <header class="bar">
      <a class="icon back" href="/" aria-label={t('back')}>
        <ArrowLeft size={20} />
      </a>
      <h1>
        <span aria-hidden="true">
          {channel.emoji || (channel.kind === 'private' ? <Lock size={18} /> : <Hash size={18} />)}
        </span>{' '}
        <bdi>{channel.name}</bdi>
      </h1>
      <p class="topic muted" dir="auto" title={topic}>
        {topic}
      </p>
      <nav class="tabs" aria-label={t('channel.views')}>
        <a href={address} aria-current={topics ? undefined : 'page'}>
          {t('stream.tab')}
        </a>
        <a href={`${address}/topics`} aria-current={topics ? 'page' : undefined}>
          {t('topics.tab')}
        </a>
      </nav>
      <a
        class="icon"
        href={`${address}/about`}
        aria-label={t('channel.about')}
        title={t('channel.about')}
      >
        <Users size={20} />
      </a>
    </header>
  );
}
