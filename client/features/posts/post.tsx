/** One post as it stands in a stream or a thread. */
import { useComputed } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import type { Post } from '../../../shared/contract/posts.ts';
import { balanceDirections } from '../../../shared/direction.ts';
import { countryName, few, formatNumber, t } from '../../i18n.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Html } from '../../ui/html.tsx';
import { BadgeCheck, Bot, MessageSquareReply, Pin } from '../../ui/icons.ts';
import { lazy } from '../../ui/lazy.tsx';
import { still } from '../../ui/still.tsx';
import { Time } from '../../ui/time.tsx';
import { personById } from '../accounts/people.state.ts';
import { account } from '../accounts/session.state.ts';
import { clusterById } from '../clusters/clusters.state.ts';
import { Removal } from '../moderation/removal.tsx';
import { here } from '../presence/presence.state.ts';
import { isEditing } from './edits.state.ts';
import type { Place } from './place.ts';
import { Reactions } from './reactions.tsx';
import { newReplies } from './replies.state.ts';

const PostTools = lazy(() => import('./post-tools.tsx').then((module) => module.PostTools));
const EditPost = lazy(() => import('./edit.tsx').then((module) => module.EditPost));
/** Whether the cards of listings can be drawn. */
export const listingsDrawable = () => PostListing.preload();

const PostListing = lazy(
  () => import('../exchange/post-listing.tsx').then((module) => module.PostListing),
  <div class="listing-soon" />,
);

/** Name, cluster, country and time over a post. */
export function Byline({ authorId, children }: { authorId: string; children?: ComponentChildren }) {
  const me = account.value;
  const author = personById(authorId) ?? (me?.id === authorId ? me : undefined);
  const cluster = clusterById(author?.clusterId ?? null);
  return (
    <header class="byline">
      <a class="name" dir="auto" href={`/people/${author?.handle ?? ''}`}>
        {author?.name ?? '…'}
      </a>
      {author?.alike && (
        <span class="muted" title={t('person.alike')}>
          @{author.handle}
        </span>
      )}
      {author?.kind === 'bot' && (
        <span class="tag">
          <Bot size={14} aria-hidden="true" /> {t('bot')}
        </span>
      )}
      {author?.clusterId && (
        <span class="cluster">
          {cluster ? (
            <a class="muted" href={`/clusters/${cluster.slug}`}>
              <bdi>{cluster.name}</bdi>
              {cluster.validated && (
                <BadgeCheck size={14} class="validated" aria-label={t('cluster.validated')} />
              )}{' '}
              · {countryName(cluster.country)}
            </a>
          ) : (
            '\u00a0'
          )}
        </span>
      )}
      {children}
    </header>
  );
}

export function PostBody({ post }: { post: Pick<Post, 'text' | 'html'> }) {
  if (post.html) return <Html class="body" html={post.html} />;
  return (
    <div class="body plain">
      <p dir="auto">{balanceDirections(post.text ?? '')}</p>
    </div>
  );
}

function Whole({
  post,
  head,
  place,
  marked = false,
}: {
  post: Post;
  head: boolean;
  place: Place;
  marked?: boolean;
}) {
  const { inThread } = place;
  const editing = useComputed(() => isEditing(post.id, inThread)).value;
  const author = personById(post.authorId);
  const me = account.value?.id;
  const article = useRef<HTMLElement>(null);
  const done = () => article.current?.focus({ preventScroll: true });
  const classes = [
    'post',
    head ? 'has-head' : '',
    post.title ? 'titled' : '',
    post.listing ? 'listed' : '',
    post.pinned ? 'is-pinned' : '',
    marked ? 'marked' : '',
    me && post.mentions?.includes(me) ? 'mentions-me' : '',
  ];

  return (
    <article
      ref={article}
      class={classes.filter(Boolean).join(' ')}
      id={`post-${post.id}`}
      data-seq={post.seq}
      tabIndex={-1}
      aria-label={t('post.by', { name: author?.name ?? '' })}
    >
      <div class="gutter">
        {head ? (
          <Avatar
            id={post.authorId}
            name={author?.name ?? '?'}
            here={here.value.has(post.authorId)}
          />
        ) : (
          <Time iso={post.createdAt} />
        )}
      </div>
      <div class="content">
        {head && (
          <Byline authorId={post.authorId}>
            <span class="muted">
              <Time iso={post.createdAt} />
            </span>
          </Byline>
        )}
        {post.rootId && !inThread && (
          <a class="reply-to muted" href={`/c/${place.slug}/t/${post.rootId}`}>
            <MessageSquareReply size={14} aria-hidden="true" /> {t('post.repliedInThread')}
          </a>
        )}
        {post.pinned && (
          <span class="tag">
            <Pin size={14} aria-hidden="true" /> {t('post.pinned')}
          </span>
        )}
        {post.deleted && <Removal post={post} moderates={place.moderates} />}
        {editing ? (
          <EditPost post={post} inThread={inThread} done={done} />
        ) : post.deleted ? null : (
          <>
            {post.title && (
              <h3 class="title" dir="auto">
                {post.title}
              </h3>
            )}
            {post.listing && <PostListing listing={post.listing} />}
            {(!post.listing || post.listing.body) && <PostBody post={post} />}
            {post.editedAt && (
              <small class="muted edited">
                {t('post.edited')} <Time iso={post.editedAt} brief />
              </small>
            )}
          </>
        )}
        {post.reactions && <Reactions post={post} writes={place.writes} />}
        {post.replies && !inThread && <RepliesLine post={post} slug={place.slug} />}
      </div>
      {!editing && <PostTools post={post} place={place} />}
    </article>
  );
}

/** A post is drawn anew when it is another, not with every change of the list around it. */
export const PostView = still(Whole);

function RepliesLine({ post: { id, replies }, slug }: { post: Post; slug: string }) {
  if (!replies) return null;
  const fresh = newReplies(id);
  return (
    <a class="replies" href={`/c/${slug}/t/${id}`}>
      <span class="faces">
        {replies.by.map((who) => (
          <Avatar key={who} id={who} name={personById(who)?.name ?? '?'} small />
        ))}
      </span>
      <b>{t('post.replies', { count: replies.count, formatted: formatNumber(replies.count) })}</b>
      {fresh > 0 && (
        <span class="badge">{t('post.newReplies', { count: fresh, formatted: few(fresh) })}</span>
      )}
      <span class="muted">
        {t('post.lastReply')} <Time iso={replies.lastAt} brief />
      </span>
    </a>
  );
}
