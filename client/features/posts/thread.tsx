/** The pane of a thread: its root, its replies, and where one answers. */
import { useComputed } from '@preact/signals';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { explain, isMissing } from '../../errors.ts';
import { formatNumber, t } from '../../i18n.ts';
import { cameFrom } from '../../links.ts';
import { Empty } from '../../ui/empty.tsx';
import { Pane } from '../../ui/pane.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { account } from '../accounts/session.state.ts';
import { TypingLine } from '../presence/typing.tsx';
import { Composer } from './composer.tsx';
import { type Feed, openThread, threadPanes } from './feed.state.ts';
import { useMore } from './more.ts';
import { pendingIn } from './outbox.state.ts';
import { PendingView } from './pending.tsx';
import type { Place } from './place.ts';
import { PostView } from './post.tsx';
import { onPostKey, onPostPress } from './post-keys.ts';
import { unseenReplies } from './replies.state.ts';
import { daysOf } from './rows.ts';
import { useScroll } from './scroll.ts';
import { NewLine, useOwnPost } from './stream.tsx';
import { marked } from './threads.ts';
import { useSeenReplies } from './use-seen.ts';

/** @param target a reply to show first */
export function Thread({
  feed,
  rootId,
  place,
  target,
}: {
  feed: Feed;
  rootId: string;
  place: Place;
  target: string | null;
}) {
  const { root, replies } = useMemo(() => threadPanes(feed, rootId), [feed, rootId]);
  const [failure, setFailure] = useState('');
  /** The seq of the first reply that was not seen when the thread was opened. */
  const [firstNew, setFirstNew] = useState(Number.MAX_SAFE_INTEGER);
  useEffect(() => {
    const open = async () => {
      await marked;
      const first = unseenReplies.peek().get(rootId)?.seqs[0];
      if (first) setFirstNew(first);
      await openThread(feed, rootId, target, first);
    };
    open().catch((thrown) => setFailure(isMissing(thrown) ? t('post.unknown') : explain(thrown)));
  }, [feed, rootId, target]);
  const { posts, to } = replies.window.value;
  const rootPost = root.window.value.posts[0];
  const waiting = useComputed(() => pendingIn(feed.channelId, rootId).value).value;
  const rows = useMemo(
    () => daysOf(posts, firstNew - 1, account.peek()?.id ?? '').flatMap((day) => day.rows),
    [posts, firstNew],
  );
  const shownFirst = target ?? rows.find((row) => row.firstNew)?.post.id ?? null;
  const [way] = useState(() =>
    cameFrom(`/c/${place.slug}/topics`) ? `/c/${place.slug}/topics` : `/c/${place.slug}`,
  );
  const inThread = useMemo(() => ({ ...place, inThread: true }), [place]);

  const content = useMemo(() => ({}), [posts, waiting]);
  const { list, onScroll, toEnd } = useScroll({
    name: `thread:${rootId}`,
    content,
    live: to === null,
    target: shownFirst && `post-${shownFirst}`,
    ...useMore(feed, { rootId }, replies),
    reads: (seq) => {
      replies.reading = seq;
    },
  });

  useSeenReplies(list, rootId, content);
  useOwnPost(waiting.at(-1)?.clientId, () => void requestAnimationFrame(toEnd));

  return (
    <Pane title={t('thread.title')} close={way} opener={`post-${rootId}`}>
      <div
        class="stream"
        ref={list}
        onScroll={onScroll}
        onKeyDown={onPostKey}
        onContextMenu={onPostPress}
        role="group"
        aria-label={t('thread.title')}
        tabIndex={0}
      >
        {rootPost ? (
          <PostView post={rootPost} head place={inThread} />
        ) : failure ? (
          <Empty>{failure}</Empty>
        ) : (
          <Skeleton rows={1} />
        )}
        {rootPost && (
          <p class="thread-count muted">
            {t('post.replies', {
              count: rootPost.replies?.count ?? 0,
              formatted: formatNumber(rootPost.replies?.count ?? 0),
            })}
          </p>
        )}
        {!replies.loaded.value && (rootPost?.replies?.count ?? 0) > 0 && <Skeleton rows={3} />}
        {rows.map(({ post, head, firstNew: isFirst }) => (
          <div key={post.id}>
            {isFirst && <NewLine />}
            <PostView
              post={post}
              head={head || isFirst}
              place={inThread}
              marked={target === post.id}
            />
          </div>
        ))}
        {waiting.map((post) => (
          <PendingView key={post.clientId} post={post} />
        ))}
      </div>
      <TypingLine channelId={feed.channelId} rootId={rootId} />
      {place.writes && rootPost && !rootPost.deleted && (
        <Composer
          key={rootId}
          channelId={feed.channelId}
          rootId={rootId}
          placeholder={t('thread.reply')}
        />
      )}
    </Pane>
  );
}
