/** What one has begun to write, and where. */
import { t } from '../../i18n.ts';
import { lazy } from '../../ui/lazy.tsx';
import { Page } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';
import { channelById } from '../channels/channels.state.ts';
import { drafts, saveDraft } from './drafts.state.ts';

const ListingDrafts = lazy(() =>
  import('../exchange/listing-drafts.tsx').then((module) => module.ListingDrafts),
);

export function Drafts() {
  const begun = [...drafts.value.values()]
    .filter((draft) => draft.text || draft.title)
    .sort((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1));
  return (
    <Page title={t('rail.drafts')}>
      <ListingDrafts alone={begun.length === 0} />
      <ul class="cards">
        {begun.map(({ channelId, rootId, title, text, updatedAt }) => {
          const channel = channelById(channelId)?.channel;
          return (
            <li key={channelId + rootId}>
              <div>
                <a href={`/c/${channel?.slug ?? ''}${rootId ? `/t/${rootId}` : ''}`}>
                  <b>
                    <bdi>
                      {rootId ? t('drafts.inThread', { name: channel?.name ?? '' }) : channel?.name}
                    </bdi>
                  </b>
                </a>
                <p class="clip" dir="auto">
                  {title || text}
                </p>
                <p class="muted">
                  <Time iso={updatedAt} brief />
                </p>
              </div>
              <button type="button" onClick={() => saveDraft(channelId, rootId, '', '')}>
                {t('discard')}
              </button>
            </li>
          );
        })}
      </ul>
    </Page>
  );
}
