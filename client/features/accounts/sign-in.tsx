/** Signing in. */
import { navigate } from 'wouter-preact/use-browser-location';
import { sessionEnds } from '../../../shared/errors.ts';
import { CallError } from '../../api.ts';
import { explain } from '../../errors.ts';
import { t } from '../../i18n.ts';
import { Field } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';
import { about, forumName } from './forum.state.ts';
import { ended, signIn } from './session.state.ts';
import { Welcome } from './welcome.tsx';

/** Why the session that was here has ended; empty where there was none, or nothing is known. */
function whyEnded(): string {
  const { reason, because, until } = ended.value ?? {};
  // A suspension says more than that it is one: the same as to whoever tries to sign in.
  if (reason === 'SUSPENDED' && because)
    return explain(
      new CallError({
        code: 'forbidden',
        message: '',
        details: { ...ended.value, reason: until ? 'SUSPENDED_UNTIL' : 'SUSPENDED' },
        retryable: false,
      }),
    );
  const known = sessionEnds.find((end) => end === reason);
  return known ? t(`signIn.ended.${known}`) : '';
}

export function SignIn() {
  const why = whyEnded();
  return (
    <Welcome title={t('signIn.title', { name: forumName.value })}>
      {why && (
        <p role="status" class="hint">
          {why}
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
      <p class="muted">{t('signIn.forgot')}</p>
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
