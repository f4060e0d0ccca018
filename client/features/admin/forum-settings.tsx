/** What the forum is called. */
import { limits } from '../../../shared/limits.ts';
import { call } from '../../api.ts';
import { t } from '../../i18n.ts';
import { Field } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';
import { tell } from '../../ui/notice.tsx';
import { forumName } from '../accounts/forum.state.ts';

export function ForumSettings() {
  return (
    <Form
      key={forumName.value}
      label={t('save')}
      submit={async ({ name = '' }) => {
        await call('forum:edit', { name });
        tell(t('saved'));
      }}
    >
      <Field
        name="name"
        label={t('forum.name')}
        hint={t('forum.nameHint')}
        defaultValue={forumName.value}
        required
        bounds={limits.forumName}
      />
    </Form>
  );
}
