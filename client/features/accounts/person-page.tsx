/** One member, as the others see them. */
import { useEffect, useState } from 'preact/hooks';
import { navigate } from 'wouter-preact/use-browser-location';
import type { Person } from '../../../shared/contract/accounts.ts';
import { countryName, languageName, t } from '../../i18n.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Page } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { clusterById } from '../clusters/clusters.state.ts';
import { here } from '../presence/presence.state.ts';
import { lookUp, peopleAlike, personByHandle } from './people.state.ts';
import { moderatesAll } from './session.state.ts';

export function PersonPage({ handle }: { handle: string }) {
  const person = personByHandle(handle);
  const [looked, setLooked] = useState(false);
  useEffect(() => {
    lookUp(handle)
      .then((found) => {
        if (found && found.handle !== handle)
          navigate(`/people/${found.handle}`, { replace: true });
      })
      .catch(() => {})
      .finally(() => setLooked(true));
  }, [handle]);
  if (!person && !looked) return <Skeleton />;
  if (!person) return <Empty action={<a href="/">{t('back')}</a>}>{t('person.unknown')}</Empty>;
  const cluster = clusterById(person.clusterId);
  return (
    <Page title={person.name}>
      <div class="person">
        <Avatar id={person.id} name={person.name} here={here.value.has(person.id)} />
        <div>
          <p>
            <b>@{person.handle}</b>{' '}
            {person.roles.map((role) => (
              <span class="tag" key={role}>
                {t(`role.${role}`)}
              </span>
            ))}
            {person.kind === 'bot' && <span class="tag">{t('bot')}</span>}
          </p>
          {person.alike && <Alike person={person} />}
          <p class="muted">{here.value.has(person.id) ? t('person.here') : t('person.away')}</p>
        </div>
      </div>
      {moderatesAll() && (
        <p>
          <a href={`/members?${new URLSearchParams({ search: person.handle })}`}>
            {t('person.lookAfter')}
          </a>
        </p>
      )}
      {cluster && (
        <p>
          <a href={`/clusters/${cluster.slug}`}>
            <bdi>{cluster.name}</bdi>
          </a>
          , {countryName(cluster.country)}
        </p>
      )}
      {person.languages.length > 0 && (
        <p>{t('person.speaks', { languages: person.languages.map(languageName).join(', ') })}</p>
      )}
    </Page>
  );
}

/** Whom a member could be taken for. */
function Alike({ person }: { person: Person }) {
  const [others, setOthers] = useState<Person[]>([]);
  useEffect(() => void peopleAlike(person).then(setOthers, () => {}), [person]);
  return (
    <p>
      {others.length === 0 && t('person.alike')}
      {others.slice(0, 5).map(({ id, handle, name, clusterId }, index) => (
        <span key={id}>
          {index === 0 ? `${t('person.alikeTo')} ` : ', '}
          <a href={`/people/${handle}`}>
            <bdi>{name}</bdi> @{handle}
          </a>
          {clusterById(clusterId) && (
            <>
              {' '}
              (<bdi>{clusterById(clusterId)?.name}</bdi>)
            </>
          )}
        </span>
      ))}
    </p>
  );
}
