/** Registering: with a cluster from the directory, or one that is new to it. */

import { useEffect, useState } from 'preact/hooks';
import { navigate } from 'wouter-preact/use-browser-location';
import { limits } from '../../../shared/limits.ts';
import { get } from '../../api.ts';
import { language, t } from '../../i18n.ts';
import { Field } from '../../ui/field.tsx';
import { Form, type Values } from '../../ui/form.tsx';
import { clusters, loadClusters } from '../clusters/clusters.state.ts';
import { ClusterSelect, CountrySelect } from '../clusters/selects.tsx';
import { about } from './forum.state.ts';
import { beginAsNewcomer } from './newcomer.state.ts';
import { register } from './session.state.ts';
import { Welcome } from './welcome.tsx';

const invitation = () => new URLSearchParams(location.search).get('invitation') ?? undefined;

export function Register() {
  const [isNew, setNew] = useState(false);
  const [held, setHeld] = useState<{ roles: string[] } | null | undefined>(undefined);
  const token = invitation();
  // Who sets up the forum creates their cluster on the way; where there is none yet, everybody begins their own.
  const administers = held?.roles.includes('administrator') ?? false;
  const none = clusters.value?.length === 0;
  const creates = !administers && (isNew || none);
  useEffect(() => {
    void loadClusters().catch(() => {});
    if (token)
      get<{ roles: string[] }>(`/invitations/${encodeURIComponent(token)}`).then(setHeld, () =>
        setHeld(null),
      );
  }, [token]);

  if (token && held === null)
    return <Welcome title={t('register.title')}>{t('register.spent')}</Welcome>;
  if (!token && about.value && about.value.registration !== 'open')
    return <Welcome title={t('register.title')}>{t('signIn.byInvitation')}</Welcome>;

  const submit = async ({ name, email, password, clusterId, clusterName, country }: Values) => {
    const cluster = creates
      ? { name: clusterName, country }
      : clusterId
        ? { id: clusterId }
        : undefined;
    await register({
      name,
      email,
      password,
      languages: [language],
      ...(cluster && { cluster }),
      ...(token && { invitation: token }),
    });
    beginAsNewcomer();
    navigate('/', { replace: true });
  };

  return (
    <Welcome title={t('register.title')}>
      {administers && <p>{t('register.administrator')}</p>}
      <Form label={t('register.submit')} submit={submit}>
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
      </Form>
      <p>
        {t('register.already')} <a href="/sign-in">{t('signIn.submit')}</a>
      </p>
    </Welcome>
  );
}
