/** The topics of a channel: its titled posts, latest activity first. */
import { useEffect } from 'preact/hooks';
import { formatNumber, t } from '../../i18n.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Empty } from '../../ui/empty.tsx';
import { attempt } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';
import { personById } from '../accounts/people.state.ts';
import { channelById } from '../channels/channels.state.ts';
import { clusterById } from '../clusters/clusters.state.ts';
import { type Feed, loadMore, loadTopics } from './feed.state.ts';
import { newReplies } from './replies.state.ts';
import { beginTopic } from './write.ts';

export function Topics({ feed, slug, writes }: { feed: Feed; slug: string; writes: boolean }) {
  useEffect(() => {
    if (!feed.topics.loaded.peek()) void attempt(() => loadTopics(feed));
  }, [feed]);
  const { posts, from } = feed.topics.window.value;
  if (!feed.topics.loaded.value) return <Skeleton />;
  if (posts.length === 0)
    return (
      <Empty
        action={
          writes && (
            <button type="button" class="primary" onClick={beginTopic}>
              {t('topics.begin')}
            </button>
          )
        }
      >
        {t('topics.empty')}
      </Empty>
    );
  return (
    <div class="topics">
      <ul>
        {posts.toReversed().map((post) => {
          const author = personById(post.authorId);
          // Reading goes by the channel's seq, so the latest reply tells whether anything in a topic is new.
          const unseen =
            newReplies(post.id) > 0 ||
            Math.max(post.seq, post.replies?.lastSeq ?? 0) >
              (channelById(feed.channelId)?.membership?.readSeq ?? feed.readBefore);
          return (
            <li key={post.id} class={unseen ? 'unread' : ''}>
              <Avatar id={post.authorId} name={author?.name ?? '?'} />
              <a href={`/c/${slug}/t/${post.id}`}>
                <b dir="auto">{post.title}</b>
                <span class="muted">
                  <bdi>{author?.name ?? '…'}</bdi> ·{' '}
                  <bdi>{clusterById(author?.clusterId ?? null)?.name}</bdi>
                </span>
              </a>
              <span class="figures muted">
                <b>
                  {t('post.replies', {
                    count: post.replies?.count ?? 0,
                    formatted: formatNumber(post.replies?.count ?? 0),
                  })}
                </b>
                <Time iso={post.replies?.lastAt ?? post.createdAt} brief />
              </span>
            </li>
          );
        })}
      </ul>
      {from > 0 && (
        <button type="button" onClick={() => attempt(() => loadMore(feed, 'topics', 'older'))}>
          {t('topics.more')}
        </button>
      )}
    </div>
  );
}
