/** How the server is doing: a section for each node, live. */
import { useEffect } from 'preact/hooks';
import type { Measured } from '../../../shared/contract/operations.ts';
import '../../styles/charts.css';
import { formatNumber, t } from '../../i18n.ts';
import { attempt } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Chart } from './chart.tsx';
import { loadHistory, nodes } from './nodes.state.ts';

/** ms without a word after which a node is said to be silent. */
const patience = 6000;

const measures: [
  key: 'connections' | 'posts' | 'deliveries' | 'ack' | 'loop' | 'memory',
  unit: string,
  of: (measured: Measured) => number,
][] = [
  ['connections', '', (measured) => measured.connections],
  ['posts', '/s', (measured) => measured.postsPerSecond],
  ['deliveries', '/s', (measured) => measured.deliveriesPerSecond],
  ['ack', 'ms', (measured) => measured.ackMs.p99],
  ['loop', 'ms', (measured) => measured.loopDelayMs],
  ['memory', 'MB', (measured) => measured.memoryMb],
];

export function Dashboard() {
  useEffect(() => void attempt(loadHistory), []);
  const all = [...nodes.value].sort(([a], [b]) => (a < b ? -1 : 1));
  const newest =
    all
      .flatMap(([, history]) => history.at(-1)?.at ?? [])
      .sort()
      .at(-1) ?? '';
  return (
    <Page title={t('nodes.title')} back="/administration">
      {all.length === 0 && <Skeleton />}
      {all.map(([name, history]) => (
        <Node
          key={name}
          name={name}
          history={history}
          silent={Date.parse(newest) - Date.parse(history.at(-1)?.at ?? '') > patience}
        />
      ))}
    </Page>
  );
}

function Node({
  name,
  history,
  silent,
}: {
  name: string;
  history: readonly Measured[];
  silent: boolean;
}) {
  const latest = history.at(-1);
  const gaps = history.reduce((sum, { gapsHealed }) => sum + gapsHealed, 0);
  const errors = new Map<string, number>();
  for (const measured of history)
    for (const [code, count] of Object.entries(measured.errors))
      errors.set(code, (errors.get(code) ?? 0) + count);
  const state = silent ? 'silent' : latest?.redis === false ? 'alone' : 'well';
  return (
    <section class="node" aria-label={name}>
      <h2>
        {name} <span class={`state ${state}`}>{t(`nodes.${state}`)}</span>
      </h2>
      <div class="charts">
        {measures.map(([key, unit, of]) => (
          <Chart key={key} label={t(`nodes.${key}`)} unit={unit} values={history.map(of)} />
        ))}
      </div>
      <p class="muted">
        {t('nodes.healed', { count: gaps, formatted: formatNumber(gaps) })}
        {[...errors].map(([code, count]) => ` · ${code} ${formatNumber(count)}`)}
      </p>
    </section>
  );
}
