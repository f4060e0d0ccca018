/** One member in the list of those who look after them, with what can be done. */
import { useRef, useState } from 'preact/hooks';
import type { Standing } from '../../../shared/contract/members.ts';
import { formatAgo, formatWhole, t } from '../../i18n.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Ellipsis } from '../../ui/icons.ts';
import { Menu } from '../../ui/menu.tsx';
import { personById } from '../accounts/people.state.ts';
import { account } from '../accounts/session.state.ts';
import { clusterById } from '../clusters/clusters.state.ts';
import { here } from '../presence/presence.state.ts';

export type Act = 'roles' | 'suspend' | 'reinstate' | 'reset' | 'delete';

/** What the reader may do with a member; the server decides. */
function actsFor({ person, state }: Standing): Act[] {
  const me = account.value;
  if (!me || state === 'former') return [];
  const administers = me.roles.includes('administrator');
  const isOther = person.id !== me.id;
  const isPerson = person.kind === 'person';
  const acts: Act[] = [];
  if (administers && isPerson) acts.push('roles');
  if (isOther && (administers || person.roles.length === 0))
    acts.push(state === 'suspended' ? 'reinstate' : 'suspend');
  if (administers && isPerson && isOther) acts.push('reset', 'delete');
  return acts;
}

export function MemberRow({ standing, act }: { standing: Standing; act(act: Act): void }) {
  const { person, email, state, suspension, activeAt } = standing;
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const acts = actsFor(standing);
  const name = state === 'former' ? t('formerMember') : person.name;
  const by = suspension && personById(suspension.by);
  return (
    <li>
      <Avatar id={person.id} name={name} small here={here.value.has(person.id)} />
      <div>
        <a href={`/people/${person.handle}`}>
          <b>
            <bdi>{name}</bdi>
          </b>
        </a>{' '}
        <span class="muted">@{person.handle}</span>{' '}
        {person.roles.map((role) => (
          <span class="tag" key={role}>
            {t(`role.${role}`)}
          </span>
        ))}
        {person.kind === 'bot' && <span class="tag">{t('bot')}</span>}
        {state === 'suspended' && <span class="tag danger">{t('members.states.suspended')}</span>}
        <p class="muted">
          {[clusterById(person.clusterId)?.name, email].filter(Boolean).map((part) => (
            <>
              <bdi>{part}</bdi> ·{' '}
            </>
          ))}
          {activeAt ? (
            <time dateTime={activeAt} title={formatWhole(activeAt)}>
              {t('members.lastHere', { ago: formatAgo(activeAt) })}
            </time>
          ) : (
            t('members.neverHere')
          )}
        </p>
        {suspension && (
          <p>
            {suspension.until
              ? t('members.suspendedUntil', {
                  date: formatWhole(suspension.until),
                  name: by?.name ?? '',
                })
              : t('members.suspendedBy', { name: by?.name ?? '' })}{' '}
            <q dir="auto">{suspension.reason}</q>
          </p>
        )}
      </div>
      {acts.length > 0 && (
        <button
          type="button"
          class="icon"
          ref={button}
          aria-haspopup="menu"
          aria-expanded={open}
          aria-label={t('members.actions', { name })}
          onClick={() => setOpen(!open)}
        >
          <Ellipsis size={20} />
        </button>
      )}
      {open && (
        <Menu
          anchor={button.current}
          close={() => setOpen(false)}
          items={acts.map((each) => ({
            label: t(`members.act.${each}`),
            danger: each === 'delete' || each === 'suspend',
            act: () => act(each),
          }))}
        />
      )}
    </li>
  );
}
