/** The dialogue by which a moderator removes a post, with a reason. */

import type { Post } from '../../../shared/contract/posts.ts';
import { limits } from '../../../shared/limits.ts';
import { call } from '../../api.ts';
import { t } from '../../i18n.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Area } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';
import { showAnswer } from '../posts/feed.state.ts';

export function RemoveDialog({ post, close }: { post: Post; close(): void }) {
  return (
    <Dialog title={t('post.remove')} close={close}>
      <Form
        danger
        label={t('post.remove')}
        submit={async ({ reason = '' }) => {
          showAnswer(await call('post:remove', { postId: post.id, reason }));
          close();
        }}
      >
        <p>{t('post.removeNote')}</p>
        <Area name="reason" label={t('post.reason')} required bounds={limits.reason} />
      </Form>
    </Dialog>
  );
}
