/** Deleting one's own account. */
import { useState } from 'preact/hooks';
import { fetched } from '../../api.ts';
import { t } from '../../i18n.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';
import { PostsChoice } from './posts-choice.tsx';
import { accessToken } from './session.state.ts';

export function DeleteAccount() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <p class="muted">{t('deletion.note')}</p>
      <button type="button" class="danger" onClick={() => setOpen(true)}>
        {t('deletion.own')}
      </button>
      {open && (
        <Dialog title={t('deletion.own')} close={() => setOpen(false)}>
          <Form danger label={t('deletion.submit')} submit={remove}>
            <p>{t('deletion.what')}</p>
            <PostsChoice />
            <Field
              name="password"
              type="password"
              label={t('settings.currentPassword')}
              autocomplete="current-password"
              required
            />
          </Form>
        </Dialog>
      )}
    </>
  );
}

/** Over HTTP: the socket is closed with the account, which could cut the answer off. */
async function remove({ password, posts }: Record<string, string>) {
  await fetched('POST', '/account/deletion', {
    headers: {
      Authorization: `Bearer ${await accessToken()}`,
      'Content-Type': 'application/json',
    },
    body: JSON.stringify({ password, posts }),
  });
}
