/** A channel's stream: the posts by day, what is on its way, and the way back to the newest. */
import { useComputed } from '@preact/signals';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { navigate } from 'wouter-preact/use-browser-location';
import { formatDay, formatNumber, t } from '../../i18n.ts';
import { Empty } from '../../ui/empty.tsx';
import { ArrowDown } from '../../ui/icons.ts';
import { attempt } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { account } from '../accounts/session.state.ts';
import { channelById, markRead, unread } from '../channels/channels.state.ts';
import { type Feed, showStreamAt } from './feed.state.ts';
import { useMore } from './more.ts';
import { pendingIn } from './outbox.state.ts';
import { PendingView } from './pending.tsx';
import type { Place } from './place.ts';
import { PostView } from './post.tsx';
import { onPostKey, onPostPress } from './post-keys.ts';
import { daysOf } from './rows.ts';
import { useScroll } from './scroll.ts';
import { beginPost } from './write.ts';

export function Stream({
  feed,
  place,
  target,
}: {
  feed: Feed;
  place: Place;
  target: string | null;
}) {
  const { posts, from, to } = feed.stream.window.value;
  const me = account.value?.id ?? '';
  const [readBefore] = useState(
    () => channelById(feed.channelId)?.membership?.readSeq ?? feed.readBefore,
  );
  // The first of the new may be among what is not loaded yet: then the line does not stand anywhere.
  const lineKnown = from <= readBefore + 1;
  const days = useMemo(
    () => daysOf(posts, lineKnown ? readBefore : Number.MAX_SAFE_INTEGER, me),
    [posts, readBefore, lineKnown, me],
  );
  const waiting = useComputed(() => pendingIn(feed.channelId).value).value;
  const listed = channelById(feed.channelId);

  const { list, onScroll, atEnd, toEnd } = useScroll({
    name: feed.channelId,
    content: useMemo(() => ({}), [posts, waiting]),
    live: to === null,
    target: target && `post-${target}`,
    ...useMore(feed, 'stream', feed.stream),
    reads: (seq) => {
      feed.stream.reading = seq;
    },
  });

  const head = listed?.head.seq ?? 0;
  useRead(feed.channelId, head, atEnd && to === null);

  const newest = async () => {
    if (to !== null) await attempt(() => showStreamAt(feed, 'end'));
    // The address of a post says no longer what is shown; the same one may be followed again.
    if (target) navigate(`/c/${place.slug}`, { replace: true });
    requestAnimationFrame(toEnd);
  };
  useOwnPost(waiting.at(-1)?.clientId, () => void newest());
  const [behind] = useState(() => head > readBefore);
  const [sought, setSought] = useState(false);
  const firstNew = async () => {
    if (!lineKnown) await attempt(() => showStreamAt(feed, readBefore + 1));
    setSought(true);
    requestAnimationFrame(() =>
      list.current?.querySelector('.new-line')?.scrollIntoView({ block: 'start' }),
    );
  };
  const fresh = listed ? unread(listed) : 0;
  const newLineShown = days.some((day) => day.rows.some((row) => row.firstNew));

  return (
    <div class="stream-frame">
      <div
        class="stream"
        ref={list}
        onScroll={onScroll}
        onKeyDown={onPostKey}
        onContextMenu={onPostPress}
        role="group"
        aria-label={t('stream.label')}
        tabIndex={0}
      >
        {from > 1 ? (
          <Skeleton rows={3} />
        ) : (
          <p class="beginning muted">
            {t('stream.beginning', { name: listed?.channel.name ?? '' })}
          </p>
        )}
        {posts.length + waiting.length === 0 && (
          <Empty
            action={
              place.writes && (
                <button type="button" class="primary" onClick={beginPost}>
                  {t('stream.write')}
                </button>
              )
            }
          >
            {t('stream.empty')}
          </Empty>
        )}
        {days.map((day) => (
          <section key={day.key} aria-label={formatDay(day.iso)}>
            <h2 class="day">
              <span>{formatDay(day.iso)}</span>
            </h2>
            {day.rows.map(({ post, head: hasHead, firstNew: isFirst }) => (
              <div key={post.id}>
                {isFirst && <NewLine />}
                <PostView
                  post={post}
                  head={hasHead || isFirst}
                  place={place}
                  marked={target === post.id}
                />
              </div>
            ))}
          </section>
        ))}
        {waiting.map((post) => (
          <PendingView key={post.clientId} post={post} />
        ))}
      </div>
      <div class="pills">
        {(lineKnown ? !atEnd && newLineShown && fresh > 0 : behind && !sought) && (
          <button type="button" class="pill" onClick={firstNew}>
            {t('stream.toNew')}
          </button>
        )}
        {!atEnd && (
          <button type="button" class="pill" onClick={newest}>
            <ArrowDown size={16} aria-hidden="true" />{' '}
            {fresh > 0
              ? t('stream.newestCount', { count: fresh, formatted: formatNumber(fresh) })
              : t('stream.newest')}
          </button>
        )}
      </div>
    </div>
  );
}

/** Stands before the first of the new. */
export const NewLine = () => (
  <p class="new-line">
    <span>{t('stream.new')}</span>
  </p>
);

/** Brings the end into view when one posts oneself. */
export function useOwnPost(newestWaiting: string | undefined, show: () => void) {
  const seen = useRef(newestWaiting);
  useEffect(() => {
    if (newestWaiting && newestWaiting !== seen.current) show();
    seen.current = newestWaiting ?? seen.current;
  }, [newestWaiting]);
}

/** Marks a channel as read once its end is on a screen somebody looks at. */
function useRead(channelId: string, seq: number, seen: boolean) {
  const told = useRef(0);
  useEffect(() => {
    const mark = () => {
      // Only what is new: whoever marked a post as unread wants it to stay so.
      if (seq <= told.current) return;
      if (seen && document.visibilityState === 'visible' && document.hasFocus()) {
        told.current = seq;
        markRead(channelId, seq);
      }
    };
    const timer = setTimeout(mark, 400);
    addEventListener('focus', mark);
    return () => {
      clearTimeout(timer);
      removeEventListener('focus', mark);
    };
  }, [channelId, seq, seen]);
}
