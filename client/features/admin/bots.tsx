/** The bots of the forum: their tokens are shown once. */

import { useEffect, useState } from 'preact/hooks';
import type { Bot } from '../../../shared/contract/bots.ts';
import { limits } from '../../../shared/limits.ts';
import { call } from '../../api.ts';
import { formatWhole, t } from '../../i18n.ts';
import { Field } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';
import { attempt } from '../../ui/notice.tsx';
import { Secret } from '../../ui/secret.tsx';
import { channels } from '../channels/channels.state.ts';

export function Bots() {
  const [bots, setBots] = useState<Bot[] | null>(null);
  const [chosen, setChosen] = useState<string[]>([]);
  const [made, setMade] = useState<{ bot: Bot; token: string } | null>(null);
  const load = () => attempt(async () => setBots(await call('bot:list', {})));
  useEffect(() => void load(), []);
  const then = (work: () => Promise<unknown>) => attempt(() => work().then(load));
  const toggle = (id: string) =>
    setChosen(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]);

  return (
    <>
      <Form
        label={t('bots.create')}
        submit={async ({ name = '' }) => {
          setMade(await call('bot:create', { name, channelIds: chosen }));
          setChosen([]);
          await load();
        }}
      >
        <Field name="name" label={t('bots.name')} required bounds={limits.displayName} />
        <fieldset class="choices">
          <legend>{t('bots.channels')}</legend>
          {channels.value?.map(({ channel }) => (
            <label key={channel.id} class="check">
              <input
                type="checkbox"
                checked={chosen.includes(channel.id)}
                onChange={() => toggle(channel.id)}
              />{' '}
              <bdi>{channel.name}</bdi>
            </label>
          ))}
        </fieldset>
      </Form>
      {made && (
        <Secret label={t('bots.token', { name: made.bot.person.name })} value={made.token} />
      )}
      {bots?.length === 0 && <p class="muted">{t('bots.none')}</p>}
      <ul class="cards">
        {bots?.map(({ person, revokedAt, lastUsedAt }) => (
          <li key={person.id}>
            <div>
              <b>
                <bdi>{person.name}</bdi>
              </b>{' '}
              <span class="muted">@{person.handle}</span>
              <p class="muted">
                {revokedAt
                  ? t('bots.revoked')
                  : lastUsedAt
                    ? t('bots.lastUsed', { date: formatWhole(lastUsedAt) })
                    : t('bots.unused')}
              </p>
            </div>
            <button
              type="button"
              onClick={() =>
                then(async () => setMade(await call('bot:renew', { botId: person.id })))
              }
            >
              {t('bots.renew')}
            </button>
            {!revokedAt && (
              <button
                type="button"
                class="danger"
                onClick={() => then(() => call('bot:revoke', { botId: person.id }))}
              >
                {t('bots.revoke')}
              </button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
