/** Asks before one's own post is deleted. */
import type { Post } from '../../../shared/contract/posts.ts';
import { call } from '../../api.ts';
import { t } from '../../i18n.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Form } from '../../ui/form.tsx';
import { showAnswer } from './feed.state.ts';

export function DeleteDialog({ post, close }: { post: Post; close(): void }) {
  const submit = async () => {
    showAnswer(await call('post:delete', { postId: post.id }));
    close();
    requestAnimationFrame(() =>
      document.getElementById(`post-${post.id}`)?.focus({ preventScroll: true }),
    );
  };
  return (
    <Dialog title={t('post.delete')} close={close}>
      <Form danger label={t('post.delete')} submit={submit}>
        <p>{t('post.deleteNote')}</p>
      </Form>
    </Dialog>
  );
}
