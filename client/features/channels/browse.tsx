/** All channels one may see, joined or not. */
import { t } from '../../i18n.ts';
import { Empty } from '../../ui/empty.tsx';
import { attempt } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';
import { openDialog } from '../help/dialogs.tsx';
import { channels, joinChannel } from './channels.state.ts';

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
        {channels.value?.map(({ channel, membership, activeAt }) => (
          <li key={channel.id}>
            <div>
              <a href={`/c/${channel.slug}`}>
                <b>
                  {channel.emoji} <bdi>{channel.name}</bdi>
                </b>
              </a>
              <p class="muted">
                {channel.topic && (
                  <>
                    <bdi>{channel.topic}</bdi> ·{' '}
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
        ))}
      </ul>
    </Page>
  );
}
