/** What one has begun to write, and where. */
import { t } from '../../i18n.ts';
import { lazy } from '../../ui/lazy.tsx';
import { Page } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';
import { channelById } from '../channels/channels.state.ts';
import { type Begun, drafts, dropEdit, saveDraft } from './drafts.state.ts';

const ListingDrafts = lazy(() =>
  import('../exchange/listing-drafts.tsx').then((module) => module.ListingDrafts),
);

/** Where one goes on writing, within the channel. */
function placeOf({ rootId, edit }: Begun): string {
  if (edit)
    return edit.inThread ? `/t/${rootId ?? edit.postId}?post=${edit.postId}` : `/p/${edit.postId}`;
  return rootId ? `/t/${rootId}` : '';
}

function discard({ channelId, rootId, edit }: Begun) {
  if (edit) dropEdit(edit.postId);
  else saveDraft(channelId, rootId, '', '');
}

export function Drafts() {
  const begun = [...drafts.value]
    .filter(([, draft]) => draft.text || draft.title)
    .sort(([, a], [, b]) => (a.updatedAt < b.updatedAt ? 1 : -1));
  return (
    <Page title={t('rail.drafts')}>
      <ListingDrafts alone={begun.length === 0} />
      <ul class="cards">
        {begun.map(([key, draft]) => {
          const channel = channelById(draft.channelId)?.channel;
          const name = channel?.name ?? '';
          return (
            <li key={key}>
              <div>
                <a href={`/c/${channel?.slug ?? ''}${placeOf(draft)}`}>
                  <b>
                    <bdi>
                      {draft.edit
                        ? t('drafts.edit', { name })
                        : draft.rootId
                          ? t('drafts.inThread', { name })
                          : name}
                    </bdi>
                  </b>
                </a>
                <p class="clip" dir="auto">
                  {draft.title || draft.text}
                </p>
                <p class="muted">
                  <Time iso={draft.updatedAt} brief />
                </p>
              </div>
              <button type="button" onClick={() => discard(draft)}>
                {t('discard')}
              </button>
            </li>
          );
        })}
      </ul>
    </Page>
  );
}
