/** The form by which one registers: with a cluster from the directory, or one that is new to it. */
import { useRef, useState } from 'preact/hooks';
import { navigate } from 'wouter-preact/use-browser-location';
import type { ErrorCode } from '../../../shared/errors.ts';
import { limits } from '../../../shared/limits.ts';
import { CallError } from '../../api.ts';
import { language, t } from '../../i18n.ts';
import { Field } from '../../ui/field.tsx';
import { Form, type Values } from '../../ui/form.tsx';
import { clusters } from '../clusters/clusters.state.ts';
import { ClusterSelect, CountrySelect } from '../clusters/selects.tsx';
import { beginAsNewcomer } from './newcomer.state.ts';
import { register, signIn } from './session.state.ts';

const isRefused = (thrown: unknown, code: ErrorCode) =>
  thrown instanceof CallError && thrown.body.code === code;

export function RegisterForm({
  administers,
  invitation,
  missing,
}: {
  /** Who sets up the forum creates their cluster on the way. */
  administers: boolean;
  invitation: string | undefined;
  /** Called when the invitation, or the cluster, turns out to be gone. */
  missing(): void;
}) {
  const [isNew, setNew] = useState(false);
  const [isTaken, setTaken] = useState(false);
  /** What was registered: pressed once more, only signing in is tried again. */
  const registered = useRef('');
  // Where there is no cluster yet, everybody begins their own.
  const none = clusters.value?.length === 0;
  const creates = !administers && (isNew || none);

  const submit = async ({ name, email = '', password = '', ...values }: Values) => {
    const { clusterId, clusterName, country } = values;
    const cluster = creates
      ? { name: clusterName, country }
      : clusterId
        ? { id: clusterId }
        : undefined;
    const form = { name, email, password, languages: [language], cluster, invitation };
    setTaken(false);
    if (registered.current !== JSON.stringify(form)) {
      await register(form).catch((thrown) => {
        if (isRefused(thrown, 'not_found')) missing();
        throw thrown;
      });
      registered.current = JSON.stringify(form);
    }
    try {
      await signIn(email, password);
    } catch (thrown) {
      if (!isRefused(thrown, 'unauthenticated')) throw thrown;
      setTaken(true);
      return;
    }
    beginAsNewcomer();
    navigate('/', { replace: true });
  };

  return (
    <>
      {administers && <p>{t('register.administrator')}</p>}
      <Form label={t('register.submit')} submit={submit}>
        <Person />
        {creates && (
          <>
            <Field
              name="clusterName"
              label={t('cluster.name')}
              required
              bounds={limits.displayName}
            />
            <CountrySelect name="country" />
          </>
        )}
        {!creates && !administers && (
          <ClusterSelect name="clusterId" required hint={t('cluster.confirmed')} />
        )}
        {!administers && !none && (
          <label class="check">
            <input
              type="checkbox"
              checked={isNew}
              onChange={(event) => setNew(event.currentTarget.checked)}
            />{' '}
            {t('register.newCluster')}
          </label>
        )}
        {isTaken && (
          <p class="failure" role="alert">
            {t('register.taken')}
          </p>
        )}
      </Form>
    </>
  );
}

function Person() {
  return (
    <>
      <Field
        name="name"
        label={t('account.name')}
        autocomplete="name"
        required
        bounds={limits.displayName}
      />
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
        hint={t('account.passwordHint')}
        autocomplete="new-password"
        required
        bounds={limits.password}
      />
    </>
  );
}
