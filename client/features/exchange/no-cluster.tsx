/** What stands where one would list something, for who belongs to no cluster, or not yet. */
import { t } from '../../i18n.ts';
import { Empty } from '../../ui/empty.tsx';
import { account } from '../accounts/session.state.ts';
import { clusterById, clusters } from '../clusters/clusters.state.ts';
import { x } from './words.ts';

export function NoCluster() {
  const asked = clusterById(account.value?.joining ?? null);
  return (
    <Empty
      action={
        // There is none to be chosen before the first was added.
        clusters.value?.length === 0 ? (
          <a href="/clusters">{t('clusters.title')}</a>
        ) : (
          <a href="/settings">{t('settings.title')}</a>
        )
      }
    >
      {asked ? t('cluster.waiting', { name: asked.name }) : x('noCluster')}
    </Empty>
  );
}
