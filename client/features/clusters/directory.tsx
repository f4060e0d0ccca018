/** The directory of clusters. */

import { useEffect, useState } from 'preact/hooks';
import { isolate } from '../../../shared/direction.ts';
import { fold } from '../../../shared/fold.ts';
import { countryName, formatNumber, languageName, t } from '../../i18n.ts';
import { Empty } from '../../ui/empty.tsx';
import { BadgeCheck } from '../../ui/icons.ts';
import { attempt } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { account } from '../accounts/session.state.ts';
import { ClusterDialog } from './cluster-dialog.tsx';
import { clusters, loadClusters } from './clusters.state.ts';

export function Directory() {
  const [search, setSearch] = useState('');
  const [adding, setAdding] = useState(false);
  useEffect(() => void attempt(loadClusters), []);
  const word = fold(search.trim());
  const administers = account.value?.roles.includes('administrator') ?? false;
  const found = clusters.value?.filter((cluster) =>
    [
      cluster.name,
      countryName(cluster.country),
      cluster.nuts ?? '',
      ...cluster.sectors,
      ...cluster.languages.map(languageName),
    ].some((text) => fold(text).includes(word)),
  );
  return (
    <Page title={t('clusters.title')}>
      <div class="row">
        <input
          type="search"
          dir="auto"
          value={search}
          placeholder={t('clusters.search')}
          aria-label={t('clusters.search')}
          onInput={(event) => setSearch(event.currentTarget.value)}
        />
        {administers && (
          <button type="button" class="primary" onClick={() => setAdding(true)}>
            {t('clusters.add')}
          </button>
        )}
      </div>
      {!found && <Skeleton />}
      {found?.length === 0 && (
        <Empty
          action={
            word ? (
              <button type="button" onClick={() => setSearch('')}>
                {t('showAll')}
              </button>
            ) : (
              <a href={administers ? '/administration' : '/channels'}>
                {t(administers ? 'admin.invitePeople' : 'rail.browse')}
              </a>
            )
          }
        >
          {t(word ? 'clusters.noneFound' : 'clusters.none')}
        </Empty>
      )}
      <ul class="cards">
        {found?.map((cluster) => (
          <li key={cluster.id}>
            <div>
              <a href={`/clusters/${cluster.slug}`}>
                <b>
                  <bdi>{cluster.name}</bdi>
                </b>{' '}
                {cluster.validated && (
                  <BadgeCheck size={16} class="validated" aria-label={t('cluster.validated')} />
                )}
              </a>
              <p class="muted">
                {[
                  countryName(cluster.country),
                  cluster.nuts,
                  cluster.sectors.map(isolate).join(', '),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </p>
            </div>
            <span class="muted">
              {t('clusters.members', {
                count: cluster.members,
                formatted: formatNumber(cluster.members),
              })}
            </span>
          </li>
        ))}
      </ul>
      {adding && <ClusterDialog close={() => setAdding(false)} />}
    </Page>
  );
}
