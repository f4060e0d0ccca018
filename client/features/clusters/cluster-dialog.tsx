/** Adds or edits a cluster. */

import type { Cluster } from '../../../shared/contract/clusters.ts';
import { limits } from '../../../shared/limits.ts';
import { call } from '../../api.ts';
import { t } from '../../i18n.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Area, Field } from '../../ui/field.tsx';
import { Form, type Values } from '../../ui/form.tsx';
import { LanguagesField } from '../../ui/languages.tsx';
import { loadClusters } from './clusters.state.ts';
import { CountrySelect, KindSelect } from './selects.tsx';

const list = (text = '') =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean);

export function ClusterDialog({ cluster, close }: { cluster?: Cluster; close(): void }) {
  const title = cluster ? t('cluster.edit') : t('clusters.add');
  const submit = async (values: Values) => {
    const {
      name = '',
      kind = 'cluster',
      country = '',
      nuts = '',
      website = '',
      description = '',
    } = values;
    const details = {
      name,
      kind: kind as Cluster['kind'],
      country,
      nuts: nuts.toUpperCase() || null,
      website,
      description,
      sectors: list(values.sectors),
      languages: list(values.languages),
    };
    if (cluster) await call('cluster:edit', { clusterId: cluster.id, ...details });
    else await call('cluster:create', details);
    await loadClusters();
    close();
  };
  return (
    <Dialog title={title} close={close}>
      <Form label={cluster ? t('save') : title} submit={submit}>
        <Field
          name="name"
          label={t('cluster.name')}
          defaultValue={cluster?.name ?? ''}
          required
          bounds={limits.displayName}
        />
        <KindSelect name="kind" value={cluster?.kind ?? 'cluster'} />
        <CountrySelect name="country" value={cluster?.country ?? ''} />
        <Field
          name="nuts"
          label={t('cluster.nuts')}
          hint={t('cluster.nutsHint')}
          defaultValue={cluster?.nuts ?? ''}
        />
        <Field
          name="sectors"
          label={t('cluster.sectors')}
          hint={t('commaSeparated')}
          defaultValue={cluster?.sectors.join(', ') ?? ''}
        />
        <LanguagesField
          name="languages"
          label={t('cluster.languages')}
          value={cluster?.languages ?? []}
        />
        <Field
          name="website"
          type="url"
          bounds={limits.website}
          label={t('cluster.website')}
          defaultValue={cluster?.website ?? ''}
        />
        <Area
          name="description"
          label={t('cluster.description')}
          defaultValue={cluster?.description ?? ''}
          bounds={limits.clusterDescription}
        />
      </Form>
    </Dialog>
  );
}
