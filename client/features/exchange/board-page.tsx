/** The bottleneck board: what is lacking where, as a picture and as a table of the same figures. The address keeps the filters. */
import { useSearch } from 'wouter-preact';
import { navigate } from 'wouter-preact/use-browser-location';
import { boardCsv } from '../../../shared/exchange/board-csv.ts';
import { formatAgo, formatDate, formatNumber, language } from '../../i18n.ts';
import '../../styles/board.css';
import { Empty } from '../../ui/empty.tsx';
import { Select } from '../../ui/field.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ProductSelect } from './choices.tsx';
import { codeName } from './codes.state.ts';
import { EuropeMap } from './europe-map.tsx';
import { useSettled } from './use-loaded.ts';
import {
  amount,
  type Board,
  type BoardRow,
  covered,
  nameOf,
  productName,
  region,
  regionName,
  x,
} from './words.ts';

const names = {
  product: productName,
  cpv: (code: string) => codeName('cpv', code) ?? '',
  region: (code: string) => regionName(code) ?? '',
};

const levels = ['country', 'nuts1', 'nuts2', 'nuts3'] as const;

/** What the address asks for. */
function useFilters() {
  const search = new URLSearchParams(useSearch());
  const [product = '', nuts = '', level = '0', week = ''] = [
    'product',
    'nuts',
    'level',
    'week',
  ].map((name) => search.get(name) ?? undefined);
  /** The address with other filters. */
  const address = (patch: Record<string, string>) => {
    const next = Object.entries({ product, nuts, level, week, ...patch }).filter(
      ([name, value]) => value && !(name === 'level' && value === '0'),
    );
    return `/exchange/board${next.length > 0 ? `?${new URLSearchParams(next)}` : ''}`;
  };
  /** A region, in the regions it has. */
  const within = (nuts: string) => address({ nuts, level: nuts ? '2' : '0' });
  return { product, nuts, level, week, address, within };
}

export function BoardPage() {
  const { product, nuts, level, week, address, within } = useFilters();
  const go = (next: string) => navigate(next, { replace: true });
  const query = {
    ...(product && { product }),
    ...(nuts && { nuts }),
    ...(week && { week }),
    level: Number(level) || 0,
  };
  const narrowed = Boolean(product || nuts || level !== '0');
  const { value, failure } = useSettled('exchange:board', query);
  // The map and the choice of regions look at all countries, whatever the table shows.
  const { value: countrywide } = useSettled(
    'exchange:board',
    narrowed ? (week ? { week } : {}) : null,
  );
  const whole = narrowed ? countrywide : value;
  const countries = [...new Set(whole?.rows.flatMap((row) => (row.nuts ? [row.nuts] : [])))].sort(
    (a, b) => region(a).localeCompare(region(b), language),
  );
  return (
    <>
      <div class="field-row">
        <ProductSelect
          value={product}
          change={(next) => go(address({ product: next }))}
          none={x('all')}
        />
        <Select label={x('filterRegion')} value={nuts} change={(next) => go(within(next))}>
          <option value="">{x('board.europe')}</option>
          {(nuts && !countries.includes(nuts) ? [nuts, ...countries] : countries).map((code) => (
            <option key={code} value={code}>
              {region(code)}
            </option>
          ))}
        </Select>
        <Select
          label={x('board.level')}
          value={level}
          change={(next) => go(address({ level: next }))}
        >
          {levels.map((name, n) => (
            <option key={name} value={`${n}`}>
              {x(`board.${name}`)}
            </option>
          ))}
        </Select>
        <Select label={x('board.week')} value={week} change={(next) => go(address({ week: next }))}>
          <option value="">{x('board.now')}</option>
          {whole?.weeks
            .slice(0, -1)
            .reverse()
            .map((each) => (
              <option key={each} value={each}>
                {x('board.weekOf', { date: formatDate(each) })}
              </option>
            ))}
        </Select>
      </div>
      {failure && <p class="failure">{failure}</p>}
      {!value && !failure && <Skeleton />}
      {value && value.rows.length === 0 && (
        <Empty action={<a href="/exchange">{x('open')}</a>}>{x('board.none')}</Empty>
      )}
      {value && value.rows.length > 0 && (
        <>
          <div class="bottlenecks">
            {whole && (
              <EuropeMap board={whole} product={product} chosen={nuts} addressOf={within} />
            )}
            <Totals rows={value.rows.filter((row) => (nuts ? row.nuts !== '' : row.nuts === ''))} />
          </div>
          <Unanswered rows={value.rows} />
          <Table board={value} addressOf={within} />
          <p class="listing-actions">
            <button
              type="button"
              onClick={() => save(`board-${value.week}.csv`, 'text/csv', boardCsv(value, names))}
            >
              {x('board.csv')}
            </button>
            <button
              type="button"
              onClick={() =>
                save(`board-${value.week}.json`, 'application/json', JSON.stringify(value, null, 2))
              }
            >
              {x('board.json')}
            </button>
          </p>
          <small class="muted">{x('board.rules')}</small>
        </>
      )}
    </>
  );
}

function save(name: string, type: string, text: string) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** Supply against demand, a pair of bars for each product; the longer of the two fills the width. */
function Totals({ rows }: { rows: BoardRow[] }) {
  return (
    <section aria-label={x('board.totals')}>
      <h2>{x('board.totals')}</h2>
      <ul class="totals">
        {rows
          .toSorted((a, b) => (a.coverage ?? 2) - (b.coverage ?? 2))
          .slice(0, 12)
          .map((row) => {
            const most = Math.max(row.demand, row.supply, 1);
            const bar = (value: number) => Math.round((value / most) * 1000) / 10;
            return (
              <li key={`${nameOf(row)} ${row.unit} ${row.nuts}`}>
                <p>
                  <b>{nameOf(row)}</b> {row.nuts && <span class="muted">{region(row.nuts)}</span>}{' '}
                  <span class="figure">{covered(row.coverage)}</span>
                </p>
                <svg viewBox="0 0 100 9" preserveAspectRatio="none" aria-hidden="true">
                  <rect class="demand" x="0" y="0" width={bar(row.demand)} height="4" />
                  <rect class="supply" x="0" y="5" width={bar(row.supply)} height="4" />
                  <rect class="documented" x="0" y="5" width={bar(row.documented)} height="4" />
                </svg>
                <small class="muted">
                  {x(
                    row.gap <= 0
                      ? 'board.pair'
                      : row.supply < row.demand
                        ? 'board.pairShort'
                        : 'board.pairElsewhere',
                    {
                      demand: amount(row.demand, row.unit),
                      supply: amount(row.supply, row.unit),
                      gap: formatNumber(row.gap),
                    },
                  )}
                </small>
              </li>
            );
          })}
      </ul>
      <p class="legend muted" aria-hidden="true">
        <i class="demand" /> {x('board.demand')} <i class="supply" /> {x('board.supply')}{' '}
        <i class="documented" /> {x('board.documented')}
      </p>
    </section>
  );
}

/** Critical requests that nobody has answered, the longest wait first. */
function Unanswered({ rows }: { rows: BoardRow[] }) {
  const oldest = [
    ...new Map(
      rows.flatMap(({ oldest }) => (oldest ? [[oldest.id, oldest] as const] : [])),
    ).values(),
  ]
    .sort((a, b) => a.openedAt.localeCompare(b.openedAt))
    .slice(0, 5);
  if (oldest.length === 0) return null;
  return (
    <section class="unanswered" aria-label={x('board.unanswered')}>
      <h2>{x('board.unanswered')}</h2>
      <ul>
        {oldest.map(({ id, title, openedAt }) => (
          <li key={id}>
            <a href={`/listings/${id}`}>
              <bdi>{title}</bdi>
            </a>{' '}
            <span class="muted">{x('unanswered', { ago: formatAgo(openedAt) })}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Products by how much of them is lacking, each with its regions in the same order. */
function worstFirst(rows: BoardRow[]): BoardRow[] {
  const least = new Map<string, number>();
  for (const row of rows)
    least.set(keyOf(row), Math.min(least.get(keyOf(row)) ?? 2, row.coverage ?? 2));
  const within = (row: BoardRow) => (row.nuts ? (row.coverage ?? 2) : -1);
  return rows.toSorted(
    (a, b) =>
      (least.get(keyOf(a)) ?? 2) - (least.get(keyOf(b)) ?? 2) ||
      keyOf(a).localeCompare(keyOf(b), language) ||
      within(a) - within(b),
  );
}

const keyOf = (row: BoardRow) => `${nameOf(row)} ${row.unit}`;

function Table({ board, addressOf }: { board: Board; addressOf(nuts: string): string }) {
  return (
    <div class="figures" tabIndex={0} role="group" aria-label={x('board.title')}>
      <table>
        <caption>
          {x('board.caption', {
            date:
              board.week === board.weeks.at(-1)
                ? formatDate(board.at)
                : x('board.weekOf', { date: formatDate(board.week) }),
          })}
        </caption>
        <thead>
          <tr>
            {(
              [
                'product',
                'region',
                'demand',
                'supply',
                'documented',
                'shared',
                'coverage',
                'gap',
                'response',
                'trend',
              ] as const
            ).map((name) => (
              <th key={name} scope="col">
                {x(`board.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {worstFirst(board.rows).map((row) => (
            <tr key={`${nameOf(row)} ${row.unit} ${row.nuts}`} class={row.nuts ? '' : 'whole'}>
              <th scope="row">
                {nameOf(row)} <small class="muted">{x(`unitName.${row.unit}`)}</small>
              </th>
              <td>
                {row.nuts.length === 2 ? (
                  <a href={addressOf(row.nuts)}>{region(row.nuts)}</a>
                ) : row.nuts ? (
                  region(row.nuts)
                ) : (
                  x('board.everywhere')
                )}
              </td>
              <td class="number">{formatNumber(row.demand)}</td>
              <td class="number">{formatNumber(row.supply)}</td>
              <td class="number">{formatNumber(row.documented)}</td>
              <td class="number">{formatNumber(row.shared)}</td>
              <td class="number">{covered(row.coverage)}</td>
              <td class="number">{formatNumber(row.gap)}</td>
              <td class="number">{row.response === null ? '–' : waited(row.response)}</td>
              <td>
                <Trend row={row} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function waited(response: number): string {
  const minutes = Math.max(1, response);
  const [value, unit] =
    minutes < 60
      ? [minutes, 'minute']
      : minutes < 2880
        ? [minutes / 60, 'hour']
        : [minutes / 1440, 'day'];
  return new Intl.NumberFormat(language, { style: 'unit', unit, maximumFractionDigits: 0 }).format(
    value,
  );
}

/** Demand and supply over the eight weeks. */
function Trend({ row: { trend, unit } }: { row: BoardRow }) {
  const most = Math.max(1, ...trend.flatMap(({ demand, supply }) => [demand, supply]));
  const line = (of: (week: BoardRow['trend'][number]) => number) =>
    trend
      .map(
        (week, n) =>
          `${((n / (trend.length - 1)) * 96).toFixed(0)},${(23 - (of(week) / most) * 22).toFixed(1)}`,
      )
      .join(' ');
  const first = trend[0];
  const last = trend.at(-1);
  const label =
    first &&
    last &&
    x('board.trendFrom', {
      from: amount(first.demand, unit),
      to: amount(last.demand, unit),
      supply: amount(last.supply, unit),
    });
  return (
    <svg class="trend" viewBox="0 0 96 24" preserveAspectRatio="none" role="img" aria-label={label}>
      <polyline
        class="demand"
        points={line(({ demand }) => demand)}
        vector-effect="non-scaling-stroke"
      />
      <polyline
        class="supply"
        points={line(({ supply }) => supply)}
        vector-effect="non-scaling-stroke"
      />
    </svg>
  );
}
