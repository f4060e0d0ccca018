/** One's own settings: profile, appearance, password, sessions. */

import { useEffect, useState } from 'preact/hooks';
import type { Session } from '../../../shared/contract/accounts.ts';
import { limits } from '../../../shared/limits.ts';
import { call } from '../../api.ts';
import { formatWhole, type Language, language, languages, speak, t } from '../../i18n.ts';
import { setTheme, type Theme, theme } from '../../theme.ts';
import { Field } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';
import { LogOut } from '../../ui/icons.ts';
import { LanguagesField } from '../../ui/languages.tsx';
import { attempt, tell } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { clusterById, clusters } from '../clusters/clusters.state.ts';
import { ClusterSelect, CountrySelect } from '../clusters/selects.tsx';
import { DeleteAccount } from './delete-account.tsx';
import { account, changeHandle, editAccount, signOut } from './session.state.ts';

const themes: Theme[] = ['system', 'light', 'dark'];

export function SettingsPage() {
  const me = account.value;
  if (!me) return null;
  return (
    <Page title={t('settings.title')}>
      <h2>{t('settings.profile')}</h2>
      <Form
        label={t('save')}
        submit={async ({ name = '', spoken = '', clusterId = '' }) => {
          await editAccount({
            name,
            languages: spoken
              .split(',')
              .map((tag) => tag.trim())
              .filter(Boolean),
            ...(clusterId && { clusterId }),
          });
          tell(account.value?.joining ? t('cluster.asked') : t('saved'));
        }}
      >
        <Field
          name="name"
          label={t('account.name')}
          defaultValue={me.name}
          required
          bounds={limits.displayName}
        />
        <LanguagesField name="spoken" label={t('account.languages')} value={me.languages} />
        {clusters.value?.length !== 0 && (
          <ClusterSelect
            name="clusterId"
            value={me.joining ?? me.clusterId ?? ''}
            required={me.clusterId !== null}
          />
        )}
        {me.joining && (
          <p role="status">{t('cluster.waiting', { name: clusterById(me.joining)?.name ?? '' })}</p>
        )}
      </Form>

      {me.clusterId === null && <OwnCluster />}

      <Form
        label={t('settings.changeHandle')}
        submit={async ({ handle = '' }) => {
          await changeHandle(handle.trim().replace(/^@/, '').toLowerCase());
          tell(t('settings.handleChanged', { handle: account.value?.handle }));
        }}
      >
        <Field
          name="handle"
          label={t('account.handle')}
          hint={t('account.handleHint')}
          defaultValue={me.handle}
          autocomplete="off"
          required
        />
      </Form>

      <h2>{t('settings.appearance')}</h2>
      <fieldset class="choices">
        <legend>{t('settings.theme')}</legend>
        {themes.map((choice) => (
          <label key={choice} class="check">
            <input
              type="radio"
              name="theme"
              checked={theme.value === choice}
              onChange={() => setTheme(choice)}
            />{' '}
            {t(`theme.${choice}`)}
          </label>
        ))}
      </fieldset>
      <fieldset class="choices">
        <legend>{t('settings.language')}</legend>
        {(Object.keys(languages) as Language[]).map((choice) => (
          <label key={choice} class="check" lang={choice}>
            <input
              type="radio"
              name="language"
              checked={language === choice}
              onChange={() => speak(choice)}
            />{' '}
            {languages[choice]}
          </label>
        ))}
      </fieldset>

      <h2>{t('account.password')}</h2>
      <Form
        label={t('settings.changePassword')}
        submit={async ({ current = '', next = '' }) => {
          await call('password:change', { current, next });
          tell(t('settings.passwordChanged'));
        }}
      >
        <Field
          name="current"
          type="password"
          label={t('settings.currentPassword')}
          autocomplete="current-password"
          required
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

      <h2>{t('settings.sessions')}</h2>
      <Sessions />
      <button type="button" onClick={() => void signOut()}>
        <LogOut size={18} aria-hidden="true" /> {t('signOut')}
      </button>

      <h2>{t('deletion.title')}</h2>
      <DeleteAccount />
    </Page>
  );
}

/** For whoever registered without a cluster, and whose cluster nobody has added. */
function OwnCluster() {
  return (
    <Form
      label={t('cluster.addOwn')}
      submit={async ({ clusterName = '', country = '' }) => {
        account.value = await call('account:add-cluster', { name: clusterName, country });
        tell(t('saved'));
      }}
    >
      <p>{t('cluster.missing')}</p>
      <Field name="clusterName" label={t('cluster.name')} required bounds={limits.displayName} />
      <CountrySelect name="country" />
    </Form>
  );
}

function Sessions() {
  const [sessions, setSessions] = useState<Session[]>([]);
  const load = () => attempt(async () => setSessions(await call('session:list', {})));
  useEffect(() => void load(), []);
  const revoke = (sessionId: string) =>
    attempt(() => call('session:revoke', { sessionId }).then(load));
  return (
    <ul class="cards">
      {sessions.map(({ id, userAgent, address, lastUsedAt, current }) => (
        <li key={id}>
          <div>
            <b>{deviceName(userAgent)}</b>{' '}
            {current && <span class="tag">{t('settings.thisDevice')}</span>}
            <p class="muted">
              {address} · {formatWhole(lastUsedAt)}
            </p>
          </div>
          {!current && (
            <button type="button" onClick={() => revoke(id)}>
              {t('settings.endSession')}
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Browser and system, as far as the browser says. */
function deviceName(userAgent: string): string {
  const browser = /(Firefox|Edg|OPR|Chrome|Safari)\//.exec(userAgent)?.[1] ?? '';
  const system = /(Windows|Android|iPhone|iPad|Mac OS X|Linux)/.exec(userAgent)?.[1] ?? '';
  return (
    [{ Edg: 'Edge', OPR: 'Opera' }[browser] ?? browser, system].filter(Boolean).join(', ') ||
    t('settings.unknownDevice')
  );
}
