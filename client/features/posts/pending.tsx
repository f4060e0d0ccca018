/** A post on its way: shown at once, quietly; says so when it takes long, and what can be done when it was refused. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { CallError, connected } from '../../api.ts';
import { explain } from '../../errors.ts';
import { t } from '../../i18n.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Clock } from '../../ui/icons.ts';
import { account } from '../accounts/session.state.ts';
import { discard, type Pending, retry, takeBack } from './outbox.state.ts';
import { Byline } from './post.tsx';

/** ms after which a clock appears. */
const patience = 3000;

export function PendingView({ post }: { post: Pending }) {
  const [late, setLate] = useState(Date.now() - Date.parse(post.createdAt) > patience);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), patience);
    return () => clearTimeout(timer);
  }, []);
  const { refused } = post;
  const stuck = refused !== undefined || late;
  const article = useRef<HTMLElement>(null);
  useEffect(() => {
    if (stuck) article.current?.scrollIntoView({ block: 'nearest' });
  }, [stuck]);
  return (
    <article
      ref={article}
      class={`post has-head pending ${refused ? 'refused' : ''}`}
      aria-label={t('post.pending')}
    >
      <div class="gutter">
        <Avatar id={post.authorId} name={account.value?.name ?? ''} />
      </div>
      <div class="content">
        <Byline authorId={post.authorId} />
        {post.title && (
          <h3 class="title" dir="auto">
            {post.title}
          </h3>
        )}
        <div class="body">
          <p dir="auto">{post.text}</p>
        </div>
      </div>
      {stuck && (
        <p class="unsent" role="status">
          <Clock size={16} aria-hidden="true" />
          {refused
            ? explain(new CallError(refused))
            : connected.value
              ? t('post.sending')
              : t('post.unsent')}
          <button type="button" onClick={() => retry(post.clientId)}>
            {t('retry')}
          </button>
          {refused && (
            <button type="button" onClick={() => takeBack({ ...post, refused })}>
              {t('post.edit')}
            </button>
          )}
          <button type="button" onClick={() => discard(post.clientId)}>
            {t('discard')}
          </button>
        </p>
      )}
    </article>
  );
}
