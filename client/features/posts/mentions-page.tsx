/** What mentions one, newest first: also what stands in a thread far up, and what was read already. */
import { useEffect, useState } from 'preact/hooks';
import type { Post } from '../../../shared/contract/posts.ts';
import { call } from '../../api.ts';
import { explain } from '../../errors.ts';
import { t } from '../../i18n.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Page } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';
import { personById } from '../accounts/people.state.ts';
import { channelById, mentionsTotal } from '../channels/channels.state.ts';

export function Mentions() {
  const [posts, setPosts] = useState<readonly Post[] | null>(null);
  const [failure, setFailure] = useState('');
  useEffect(() => {
    call('mention:list', {}).then(setPosts, (thrown) => setFailure(explain(thrown)));
  }, [mentionsTotal.value]);
  return (
    <Page title={t('rail.mentioned')}>
      {failure && <Empty>{failure}</Empty>}
      {!posts && !failure && <Skeleton />}
      {posts?.length === 0 && (
        <Empty action={<a href="/channels">{t('rail.browse')}</a>}>{t('mentions.empty')}</Empty>
      )}
      <ul class="cards">
        {posts?.map((post) => (
          <Row key={post.id} post={post} />
        ))}
      </ul>
    </Page>
  );
}

function Row({ post: { id, channelId, authorId, text, createdAt, rootId } }: { post: Post }) {
  const name = personById(authorId)?.name ?? '…';
  const channel = channelById(channelId)?.channel;
  return (
    <li>
      <Avatar id={authorId} name={name} />
      <div>
        <a href={`/c/${channel?.slug ?? ''}/p/${id}`}>
          <b>
            <bdi>{name}</bdi>
          </b>{' '}
          <bdi>{rootId ? t('drafts.inThread', { name: channel?.name ?? '' }) : channel?.name}</bdi>
        </a>
        <p class="clip" dir="auto">
          {text}
        </p>
        <p class="muted">
          <Time iso={createdAt} brief />
        </p>
      </div>
    </li>
  );
}
