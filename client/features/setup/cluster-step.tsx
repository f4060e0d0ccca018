/** Creates the administrator's own cluster, in whose name they speak from then on. */
import type { Cluster } from '../../../shared/contract/clusters.ts';
import { limits } from '../../../shared/limits.ts';
import { call } from '../../api.ts';
import { t } from '../../i18n.ts';
import { Field } from '../../ui/field.tsx';
import { Form, type Values } from '../../ui/form.tsx';
import { account, editAccount } from '../accounts/session.state.ts';
import { clusterById, clusters, loadClusters } from '../clusters/clusters.state.ts';
import { CountrySelect, KindSelect } from '../clusters/selects.tsx';

async function create({ name = '', kind, country = '' }: Values) {
  await loadClusters();
  // Created before the connection was lost, for example.
  const known = clusters.value?.find((cluster) => cluster.name === name && cluster.members === 0);
  const { id } =
    known ?? (await call('cluster:create', { name, kind: kind as Cluster['kind'], country }));
  await editAccount({ clusterId: id });
  await loadClusters();
}

export function ClusterStep({ done }: { done(): Promise<void> }) {
  const own = clusterById(account.value?.clusterId ?? null);
  if (own)
    return (
      <Form label={t('setup.next')} submit={() => done()}>
        <p>{t('setup.cluster.own', { name: own.name })}</p>
      </Form>
    );
  return (
    <Form
      label={t('setup.cluster.create')}
      submit={async (values) => {
        await create(values);
        await done();
      }}
    >
      <Field
        name="name"
        label={t('cluster.name')}
        autocomplete="organization"
        required
        bounds={limits.displayName}
      />
      <KindSelect name="kind" value="cluster" />
      <CountrySelect name="country" />
    </Form>
  );
}
