/** What stands in place of a deleted post. */
import { useEffect, useState } from 'preact/hooks';
import type { Post } from '../../../shared/contract/posts.ts';
import { call } from '../../api.ts';
import { t } from '../../i18n.ts';
import { account } from '../accounts/session.state.ts';

/** Its author and the moderators also see why. */
export function Removal({ post, moderates }: { post: Post; moderates: boolean }) {
  const [reason, setReason] = useState('');
  const byModerator = post.deleted?.by === 'moderator';
  const mayKnow = byModerator && (moderates || post.authorId === account.value?.id);
  useEffect(() => {
    if (!mayKnow) return;
    call('removal:get', { postId: post.id }).then(
      (removal) => setReason(removal.reason),
      () => {},
    );
  }, [post.id, mayKnow]);
  return (
    <p class="tombstone muted">
      {byModerator ? t('post.removedByModerator') : t('post.deletedByAuthor')}
      {reason && <q dir="auto">{reason}</q>}
    </p>
  );
}
