/** Choosing a cluster, or a country. */

import { useId } from 'preact/hooks';
import { isolate } from '../../../shared/direction.ts';
import { countryName, language, t } from '../../i18n.ts';
import { clusters } from './clusters.state.ts';

/** Europe and its neighbours: the countries of the NUTS classification. */
const countries =
  'AL AT BA BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LI LT LU LV ME MK MT NL NO PL PT RO RS SE SI SK TR UA XK'.split(
    ' ',
  );

export function CountrySelect({ name, value = '' }: { name: string; value?: string }) {
  const id = useId();
  const sorted = countries
    .map((code) => ({ code, label: countryName(code) }))
    .sort((a, b) => a.label.localeCompare(b.label, language));
  return (
    <div class="field">
      <label for={id}>{t('cluster.country')}</label>
      <select id={id} name={name} required defaultValue={value}>
        <option value="" />
        {sorted.map(({ code, label }) => (
          <option key={code} value={code} selected={code === value}>
            {label}
          </option>
        ))}
      </select>
    </div>
  );
}

export function ClusterSelect({
  name,
  value = '',
  required = false,
  hint,
}: {
  name: string;
  value?: string;
  required?: boolean;
  hint?: string;
}) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{t('cluster.yours')}</label>
      <select id={id} name={name} required={required} aria-describedby={hint && `${id}-hint`}>
        <option value="" />
        {clusters.value?.map((cluster) => (
          <option key={cluster.id} value={cluster.id} selected={cluster.id === value}>
            {isolate(cluster.name)} ({countryName(cluster.country)})
          </option>
        ))}
      </select>
      {hint && <small id={`${id}-hint`}>{hint}</small>}
    </div>
  );
}

/** What a cluster is: it decides who needs a sponsor, and who may call a request critical. */
export function KindSelect({ name, value }: { name: string; value: string }) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{t('cluster.kind')}</label>
      <select id={id} name={name}>
        {(['cluster', 'company', 'authority'] as const).map((kind) => (
          <option key={kind} value={kind} selected={kind === value}>
            {t(`cluster.kinds.${kind}`)}
          </option>
        ))}
      </select>
    </div>
  );
}
