/** Signing in. */
import { navigate } from 'wouter-preact/use-browser-location';
import { t } from '../../i18n.ts';
import { Field } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';
import { about, forumName } from './forum.state.ts';
import { signIn } from './session.state.ts';
import { Welcome } from './welcome.tsx';

export function SignIn() {
  return (
    <Welcome title={t('signIn.title', { name: forumName.value })}>
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
