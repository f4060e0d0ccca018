/** One cluster: who they are and who of them is here. */

import { useEffect, useState } from 'preact/hooks';
import type { Person } from '../../../shared/contract/accounts.ts';
import { isolate } from '../../../shared/direction.ts';
import { call } from '../../api.ts';
import { countryName, languageName, t } from '../../i18n.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Empty } from '../../ui/empty.tsx';
import { BadgeCheck } from '../../ui/icons.ts';
import { attempt } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { account } from '../accounts/session.state.ts';
import { here } from '../presence/presence.state.ts';
import { applicants } from './applicants.state.ts';
import { Applicants } from './applicants.tsx';
import { ClusterDialog } from './cluster-dialog.tsx';
import { clusters } from './clusters.state.ts';

export function ClusterPage({ slug }: { slug: string }) {
  const cluster = clusters.value?.find((it) => it.slug === slug);
  const [people, setPeople] = useState<Person[]>([]);
  const [asking, setAsking] = useState<readonly Person[]>([]);
  const [editing, setEditing] = useState(false);
  const id = cluster?.id;
  const roles = account.value?.roles ?? [];
  const validates = roles.includes('validator') || roles.includes('administrator');
  const own = id !== undefined && account.value?.clusterId === id;
  useEffect(() => {
    if (id && (own || validates))
      void attempt(async () => setAsking(await call('cluster:applicants', { clusterId: id })));
  }, [id, own, validates, applicants.value, cluster?.members]);
  useEffect(() => {
    if (id)
      void attempt(async () => setPeople(await call('member:list', { clusterId: id, limit: 200 })));
  }, [id, applicants.value]);

  if (!clusters.value) return <Skeleton />;
  if (!cluster)
    return (
      <Empty action={<a href="/clusters">{t('clusters.title')}</a>}>{t('cluster.unknown')}</Empty>
    );
  const edits = own || roles.includes('administrator');
  const facts: [string, string][] = [
    [t('cluster.country'), countryName(cluster.country)],
    [t('cluster.nuts'), cluster.nuts ?? ''],
    [t('cluster.sectors'), cluster.sectors.map(isolate).join(', ')],
    [t('cluster.languages'), cluster.languages.map(languageName).join(', ')],
  ];

  return (
    <Page title={cluster.name} back="/clusters">
      {cluster.validated && (
        <p class="validated">
          <BadgeCheck size={18} aria-hidden="true" /> {t('cluster.validatedNote')}
        </p>
      )}
      {cluster.description && (
        <p class="prewrap" dir="auto">
          {cluster.description}
        </p>
      )}
      <dl class="facts">
        {facts
          .filter(([, value]) => value)
          .map(([term, value]) => (
            <div key={term}>
              <dt>{term}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        {cluster.website && (
          <div>
            <dt>{t('cluster.website')}</dt>
            <dd>
              <a href={cluster.website} target="_blank" rel="noopener noreferrer">
                {cluster.website.replace(/^https?:\/\//, '')}
              </a>
            </dd>
          </div>
        )}
      </dl>
      <div class="buttons">
        {edits && (
          <button type="button" onClick={() => setEditing(true)}>
            {t('cluster.edit')}
          </button>
        )}
        {validates && (!own || roles.includes('administrator')) && (
          <button
            type="button"
            onClick={() =>
              attempt(() =>
                call('cluster:validate', { clusterId: cluster.id, validated: !cluster.validated }),
              )
            }
          >
            {cluster.validated ? t('cluster.unvalidate') : t('cluster.validate')}
          </button>
        )}
      </div>
      <Applicants clusterId={cluster.id} people={asking} />
      <h2>{t('clusters.members', { count: people.length, formatted: people.length })}</h2>
      {cluster.members === 0 && (
        <Empty
          action={
            <a href={roles.includes('administrator') ? '/administration' : '/clusters'}>
              {t(roles.includes('administrator') ? 'admin.invitePeople' : 'clusters.title')}
            </a>
          }
        >
          {t('cluster.nobody')}
        </Empty>
      )}
      <ul class="people">
        {people.map(({ id: personId, name, handle }) => (
          <li key={personId}>
            <Avatar id={personId} name={name} here={here.value.has(personId)} small />
            <a href={`/people/${handle}`}>
              <bdi>{name}</bdi>
            </a>
          </li>
        ))}
      </ul>
      {editing && <ClusterDialog cluster={cluster} close={() => setEditing(false)} />}
    </Page>
  );
}
