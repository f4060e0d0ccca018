/** All channels one may see, joined or not. */
import { useRef } from 'preact/hooks';
import type { Listed } from '../../../shared/contract/channels.ts';
import { t } from '../../i18n.ts';
import { Empty } from '../../ui/empty.tsx';
import { attempt } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { useSeen } from '../../ui/seen.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';
import { openDialog } from '../help/dialogs.tsx';
import { channels, joinChannel } from './channels.state.ts';
import { detailsById } from './details.state.ts';

export function Browse() {
  return (
    <Page title={t('rail.browse')}>
      {!channels.value && <Skeleton />}
      {channels.value?.length === 0 && (
        <Empty
          action={
            <button type="button" class="primary" onClick={() => openDialog('create-channel')}>
              {t('channel.create')}
            </button>
          }
        >
          {t('channel.none')}
        </Empty>
      )}
      <ul class="cards">
        {channels.value?.map((listed) => (
          <Row key={listed.channel.id} listed={listed} />
        ))}
      </ul>
    </Page>
  );
}

function Row({ listed: { channel, membership, activeAt } }: { listed: Listed }) {
  const row = useRef<HTMLLIElement>(null);
  const topic = useSeen(row) && detailsById(channel.id)?.topic;
  return (
    <li ref={row}>
      <div>
        <a href={`/c/${channel.slug}`}>
          <b>
            {channel.emoji} <bdi>{channel.name}</bdi>
          </b>
        </a>
        <p class="muted">
          {topic && (
            <>
              <bdi>{topic}</bdi> ·{' '}
            </>
          )}
          {channel.archivedAt ? t('channel.archived') : <Time iso={activeAt} brief />}
        </p>
      </div>
      {!membership && !channel.archivedAt && (
        <button type="button" onClick={() => attempt(() => joinChannel(channel.id))}>
          {t('channel.join')}
        </button>
      )}
    </li>
  );
}
