/** What lies above and below what is in view: how many posts one has not read, and the ways there; and the reading itself. */
import type { RefObject } from 'preact';
import { formatNumber, t } from '../../i18n.ts';
import { ArrowDown, ArrowUp, Check } from '../../ui/icons.ts';
import { account } from '../accounts/session.state.ts';
import { channelById, markRead, unread } from '../channels/channels.state.ts';
import type { Feed } from './feed.state.ts';
import { unreadAround } from './unread-around.ts';
import { useRead } from './use-read.ts';

export function Pills({
  feed,
  list,
  content,
  atEnd,
  up,
  down,
}: {
  feed: Feed;
  list: RefObject<HTMLElement>;
  /** Changes when the posts shown do. */
  content: unknown;
  atEnd: boolean;
  up(): void;
  down(): void;
}) {
  const { channelId, stream } = feed;
  const view = useRead(list, feed, content).value;
  const listed = channelById(channelId);
  const { above, below } = unreadAround(stream.window.value, {
    readSeq: listed?.membership?.readSeq ?? Number.MAX_SAFE_INTEGER,
    unread: listed ? unread(listed) : 0,
    head: listed?.head.seq ?? 0,
    me: account.value?.id ?? '',
    view,
  });
  const count = (posts: number) => ({ count: posts, formatted: formatNumber(posts) });
  return (
    <>
      {above > 0 && (
        <div class="pills above">
          <button type="button" class="pill" onClick={up}>
            <ArrowUp size={16} aria-hidden="true" /> {t('stream.newestCount', count(above))}
          </button>
          <button
            type="button"
            class="pill"
            aria-label={t('stream.markRead')}
            title={t('stream.markRead')}
            onClick={() => listed && markRead(channelId, listed.head.seq)}
          >
            <Check size={16} />
          </button>
        </div>
      )}
      {!atEnd && (
        <div class="pills">
          <button type="button" class="pill" onClick={down}>
            <ArrowDown size={16} aria-hidden="true" />{' '}
            {below > 0 ? t('stream.newestCount', count(below)) : t('stream.newest')}
          </button>
        </div>
      )}
    </>
  );
}
