/** Signing in. */
import { navigate } from 'wouter-preact/use-browser-location';
import { sessionEnds } from '../../../shared/errors.ts';
import { t } from '../../i18n.ts';
import { Field } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';
import { about, forumName } from './forum.state.ts';
import { endReason, signIn } from './session.state.ts';
import { Welcome } from './welcome.tsx';

export function SignIn() {
  const ended = sessionEnds.find((reason) => reason === endReason.value);
  return (
    <Welcome title={t('signIn.title', { name: forumName.value })}>
      {ended && (
        <p role="status" class="hint">
          {t(`signIn.ended.${ended}`)}
        </p>
      )}
      <Form
        label={t('signIn.submit')}
        submit={async ({ email = '', password = '' }) => {
          await signIn(email, password);
          if (location.pathname === '/sign-in') navigate('/', { replace: true });
        }}
      >
        <Field
          name="email"
          type="email"
          label={t('account.email')}
          autocomplete="username"
          required
        />
        <Field
          name="password"
          type="password"
          label={t('account.password')}
          autocomplete="current-password"
          required
        />
      </Form>
      {about.value?.registration === 'open' && (
        <p>
          {t('signIn.new')} <a href="/register">{t('register.submit')}</a>
        </p>
      )}
      {about.value?.registration === 'invitation' && (
        <p class="muted">{t('signIn.byInvitation')}</p>
      )}
    </Welcome>
  );
}
