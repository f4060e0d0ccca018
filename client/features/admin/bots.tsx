/** The bots of the forum: their channels, and their tokens, which are shown once. */

import { useEffect, useState } from 'preact/hooks';
import type { Bot } from '../../../shared/contract/bots.ts';
import { limits } from '../../../shared/limits.ts';
import { call } from '../../api.ts';
import { formatWhole, t } from '../../i18n.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';
import { attempt } from '../../ui/notice.tsx';
import { Secret } from '../../ui/secret.tsx';
import { channelById, channels } from '../channels/channels.state.ts';
import { BotExamples } from './bot-examples.tsx';

interface Made {
  bot: Bot;
  token: string;
}

export function Bots() {
  const [bots, setBots] = useState<Bot[] | null>(null);
  const [chosen, setChosen] = useState<string[]>([]);
  const [made, setMade] = useState<Made | null>(null);
  const [editing, setEditing] = useState<Bot | null>(null);
  const load = () => attempt(async () => setBots(await call('bot:list', {})));
  useEffect(() => void load(), []);
  const then = (work: () => Promise<unknown>) => attempt(() => work().then(load));

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
        <Channels chosen={chosen} choose={setChosen} />
      </Form>
      {made && <Token made={made} />}
      {bots?.length === 0 && <p class="muted">{t('bots.none')}</p>}
      <ul class="cards">
        {bots?.map((bot) => (
          <Row
            key={bot.person.id}
            bot={bot}
            renew={() =>
              then(async () => setMade(await call('bot:renew', { botId: bot.person.id })))
            }
            revoke={() => then(() => call('bot:revoke', { botId: bot.person.id }))}
            edit={() => setEditing(bot)}
          />
        ))}
      </ul>
      {editing && <Editing bot={editing} changed={load} close={() => setEditing(null)} />}
    </>
  );
}

function Token({ made: { bot, token } }: { made: Made }) {
  const { channelIds, person } = bot;
  return (
    <>
      <Secret label={t('bots.token', { name: person.name })} value={token} />
      <BotExamples token={token} slug={channelById(channelIds[0] ?? '')?.channel.slug} />
    </>
  );
}

function Row({
  bot: { person, revokedAt, lastUsedAt, channelIds },
  renew,
  revoke,
  edit,
}: {
  bot: Bot;
  renew(): void;
  revoke(): void;
  edit(): void;
}) {
  const names = channelIds.flatMap((id) => channelById(id)?.channel.name ?? []);
  return (
    <li>
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
        <p class={names.length === 0 ? 'failure' : 'muted'} dir="auto">
          {names.length === 0 ? t('bots.nowhere') : names.join(' · ')}
        </p>
      </div>
      <button type="button" onClick={edit} aria-label={t('bots.edit', { name: person.name })}>
        {t('bots.channels')}
      </button>
      <button type="button" onClick={renew}>
        {t('bots.renew')}
      </button>
      {!revokedAt && (
        <button type="button" class="danger" onClick={revoke}>
          {t('bots.revoke')}
        </button>
      )}
    </li>
  );
}

/** The channels of a bot, and how it is used; its token is not shown again. */
function Editing({
  bot: { person, channelIds },
  changed,
  close,
}: {
  bot: Bot;
  changed(): Promise<void>;
  close(): void;
}) {
  const [chosen, setChosen] = useState(channelIds);
  return (
    <Dialog title={t('bots.edit', { name: person.name })} close={close} wide>
      <Form
        label={t('save')}
        submit={async () => {
          await call('bot:set-channels', { botId: person.id, channelIds: chosen });
          await changed();
          close();
        }}
      >
        <Channels chosen={chosen} choose={setChosen} />
      </Form>
      <BotExamples token={null} slug={channelById(chosen[0] ?? '')?.channel.slug} />
    </Dialog>
  );
}

function Channels({ chosen, choose }: { chosen: string[]; choose(ids: string[]): void }) {
  return (
    <fieldset class="choices">
      <legend>{t('bots.channels')}</legend>
      {channels.value?.map(({ channel: { id, name } }) => (
        <label key={id} class="check">
          <input
            type="checkbox"
            checked={chosen.includes(id)}
            onChange={() =>
              choose(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id])
            }
          />{' '}
          <bdi>{name}</bdi>
        </label>
      ))}
    </fieldset>
  );
}
