/** Administration: the name of the forum, roles, invitations, bots. */
import { useEffect, useState } from 'preact/hooks';
import type { Person, Role } from '../../../shared/contract/accounts.ts';
import { call } from '../../api.ts';
import { t } from '../../i18n.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Empty } from '../../ui/empty.tsx';
import { attempt } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { clusterById } from '../clusters/clusters.state.ts';
import { Bots } from './bots.tsx';
import { ForumSettings } from './forum-settings.tsx';
import { InviteLink } from './invite-link.tsx';
import { Products } from './products.tsx';

const roles: Role[] = ['validator', 'moderator', 'administrator'];

export function Administration() {
  return (
    <Page title={t('admin.title')}>
      <h2>
        <a href="/nodes">{t('nodes.title')}</a>
      </h2>
      <p class="muted">{t('nodes.link')}</p>
      <h2>{t('forum.title')}</h2>
      <ForumSettings />
      <h2>{t('admin.invitations')}</h2>
      <InviteLink />
      <h2>{t('admin.bots')}</h2>
      <Bots />
      <h2>{t('admin.products')}</h2>
      <Products />
      <h2>{t('admin.roles')}</h2>
      <Roles />
    </Page>
  );
}

function Roles() {
  const [search, setSearch] = useState('');
  const [people, setPeople] = useState<Person[]>([]);
  useEffect(() => {
    void attempt(async () =>
      setPeople(
        await call('member:list', { ...(search.trim() && { search: search.trim() }), limit: 50 }),
      ),
    );
  }, [search]);

  const toggle = (person: Person, role: Role) =>
    attempt(async () => {
      const next = person.roles.includes(role)
        ? person.roles.filter((other) => other !== role)
        : [...person.roles, role];
      const changed = await call('member:set-roles', { memberId: person.id, roles: next });
      setPeople(people.map((other) => (other.id === changed.id ? changed : other)));
    });

  return (
    <>
      <input
        type="search"
        dir="auto"
        value={search}
        placeholder={t('admin.searchMembers')}
        aria-label={t('admin.searchMembers')}
        onInput={(event) => setSearch(event.currentTarget.value)}
      />
      {people.length === 0 && search.trim() && (
        <Empty
          action={
            <button type="button" onClick={() => setSearch('')}>
              {t('showAll')}
            </button>
          }
        >
          {t('admin.noneFound')}
        </Empty>
      )}
      <ul class="cards">
        {people
          .filter((person) => person.kind === 'person')
          .map((person) => (
            <li key={person.id}>
              <Avatar id={person.id} name={person.name} small />
              <div>
                <b>
                  <bdi>{person.name}</bdi>
                </b>
                <p class="muted" dir="auto">
                  {clusterById(person.clusterId)?.name}
                </p>
              </div>
              <fieldset class="choices">
                <legend class="hidden">{t('admin.rolesOf', { name: person.name })}</legend>
                {roles.map((role) => (
                  <label key={role} class="check">
                    <input
                      type="checkbox"
                      checked={person.roles.includes(role)}
                      onChange={() => toggle(person, role)}
                    />{' '}
                    {t(`role.${role}`)}
                  </label>
                ))}
              </fieldset>
            </li>
          ))}
      </ul>
    </>
  );
}
