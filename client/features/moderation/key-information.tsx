/** The key information of a channel: its pinned posts, folded to a line. */
import { isolate } from '../../../shared/direction.ts';
import { formatNumber, t } from '../../i18n.ts';
import { Pin } from '../../ui/icons.ts';
import type { Feed } from '../posts/feed.state.ts';
import { Byline, PostBody } from '../posts/post.tsx';

export function KeyInformation({ feed, slug }: { feed: Feed; slug: string }) {
  const { posts } = feed.pinned.window.value;
  if (posts.length === 0) return null;
  return (
    <details class="key-information">
      <summary>
        <Pin size={16} aria-hidden="true" />{' '}
        <b>{t('keyInformation', { count: posts.length, formatted: formatNumber(posts.length) })}</b>
        <span class="muted" dir="auto">
          {posts.map((post) => isolate(post.title ?? post.text?.slice(0, 80) ?? '')).join(' · ')}
        </span>
      </summary>
      <ul>
        {posts.map((post) => (
          <li key={post.id}>
            <Byline authorId={post.authorId}>
              <a href={`/c/${slug}/p/${post.id}`}>{t('post.open')}</a>
            </Byline>
            {post.title && <h2 dir="auto">{post.title}</h2>}
            <PostBody post={post} />
          </li>
        ))}
      </ul>
    </details>
  );
}
