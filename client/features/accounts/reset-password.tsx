/** A new password, by a link that an administrator made for whoever forgot theirs. */
import { useEffect, useState } from 'preact/hooks';
import { navigate } from 'wouter-preact/use-browser-location';
import { limits } from '../../../shared/limits.ts';
import { get, post } from '../../api.ts';
import { explain, isMissing } from '../../errors.ts';
import { t } from '../../i18n.ts';
import { Field } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';
import { tell } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { signIn } from './session.state.ts';
import { Welcome } from './welcome.tsx';

type Found = { email: string } | { failure: string } | null;

export function ResetPassword() {
  const link = encodeURIComponent(new URLSearchParams(location.search).get('link') ?? '');
  const [found, setFound] = useState<Found>(null);
  const load = () => {
    setFound(null);
    return get<{ email: string }>(`/reset-links/${link}`).then(setFound, (thrown) =>
      setFound({ failure: isMissing(thrown) ? t('reset.spent') : explain(thrown) }),
    );
  };
  useEffect(() => void load(), [link]);

  async function submit(email: string, next: string) {
    await post(`/reset-links/${link}/use`, { next });
    navigate('/', { replace: true });
    await signIn(email, next);
    tell(t('reset.done'));
  }

  return (
    <Welcome title={t('reset.title')}>
      {found === null && <Skeleton rows={2} />}
      {found && 'failure' in found && (
        <>
          <p role="alert">{found.failure}</p>
          <button type="button" onClick={load}>
            {t('retry')}
          </button>
        </>
      )}
      {found && 'email' in found && (
        <Form label={t('reset.submit')} submit={({ next = '' }) => submit(found.email, next)}>
          <Field
            name="email"
            type="email"
            label={t('account.email')}
            autocomplete="username"
            value={found.email}
            readOnly
          />
          <Field
            name="next"
            type="password"
            label={t('settings.newPassword')}
            hint={t('account.passwordHint')}
            autocomplete="new-password"
            required
            bounds={limits.password}
          />
        </Form>
      )}
      <p>
        <a href="/sign-in">{t('signIn.submit')}</a>
      </p>
    </Welcome>
  );
}
