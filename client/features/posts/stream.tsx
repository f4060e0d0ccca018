/** A channel's stream: the posts by day, what is on its way, and the way back to the newest. */
import { useComputed } from '@preact/signals';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { navigate } from 'wouter-preact/use-browser-location';
import { formatDay, t } from '../../i18n.ts';
import { Empty } from '../../ui/empty.tsx';
import { lazy } from '../../ui/lazy.tsx';
import { attempt } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { account } from '../accounts/session.state.ts';
import { channelById } from '../channels/channels.state.ts';
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

const Pills = lazy(() => import('./pills.tsx').then((module) => module.Pills));

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
  const content = useMemo(() => ({}), [posts, waiting]);
  const firstNew = days.flatMap((day) => day.rows).find((row) => row.firstNew)?.post.id;

  const { list, onScroll, atEnd, toEnd } = useScroll({
    name: feed.channelId,
    content,
    first: firstNew ? `post-${firstNew}` : null,
    live: to === null,
    target: target && `post-${target}`,
    ...useMore(feed, 'stream', feed.stream),
    reads: (seq) => {
      feed.stream.reading = seq;
    },
  });

  const newest = async () => {
    if (to !== null) await attempt(() => showStreamAt(feed, 'end'));
    // The address of a post says no longer what is shown; the same one may be followed again.
    if (target) navigate(`/c/${place.slug}`, { replace: true });
    requestAnimationFrame(toEnd);
  };
  useOwnPost(waiting.at(-1)?.clientId, () => void newest());
  const oldestUnread = async () => {
    const seq = (listed?.membership?.readSeq ?? 0) + 1;
    if (from > seq) await attempt(() => showStreamAt(feed, seq));
    requestAnimationFrame(() =>
      [...(list.current?.querySelectorAll<HTMLElement>('.post[data-seq]') ?? [])]
        .find((post) => Number(post.dataset.seq) >= seq)
        ?.scrollIntoView({ block: 'start' }),
    );
  };

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
      <Pills
        feed={feed}
        list={list}
        content={content}
        atEnd={atEnd}
        up={oldestUnread}
        down={newest}
      />
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
