/** The bottleneck board as comma-separated values. */
import type { Board, BoardRow } from './board.ts';

/** What is shown beside codes; empty where a name is not known. */
export interface BoardNames {
  product(slug: string): string;
  cpv(code: string): string;
  region(nuts: string): string;
}

const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** A name as a cell: a spreadsheet takes what begins like a formula for one. */
const cell = (name: string) => quoted(/^[=+\-@\t]/.test(name) ? `'${name}` : name);

/** The cells of a row by column, in their order. */
const cellsOf = (row: BoardRow, names: BoardNames): Record<string, string | number> => ({
  product: row.product ?? '',
  product_name: cell(row.product === null ? '' : names.product(row.product)),
  cpv: row.cpv,
  cpv_name: cell(names.cpv(row.cpv)),
  unit: row.unit,
  nuts: row.nuts,
  region: cell(row.nuts && names.region(row.nuts)),
  demand: row.demand,
  supply: row.supply,
  documented: row.documented,
  shared: row.shared,
  coverage: row.coverage?.toFixed(4) ?? '',
  gap: row.gap,
  oldest_unanswered: row.oldest?.openedAt ?? '',
  response_minutes: row.response === null ? '' : Math.round(row.response),
  ...Object.fromEntries(
    row.trend.flatMap(({ week, demand, supply }) => [
      [`demand_${week}`, demand],
      [`supply_${week}`, supply],
    ]),
  ),
});

/** Columns whatever the rows are, for a board without any. */
const empty: BoardRow = {
  product: null,
  cpv: '',
  unit: 'H87',
  nuts: '',
  demand: 0,
  supply: 0,
  documented: 0,
  shared: 0,
  coverage: null,
  gap: 0,
  oldest: null,
  response: null,
  trend: [],
};

/** The rows as comma-separated values (RFC 4180), with names beside codes and the trend as columns of its own. */
export function boardCsv(
  { rows, weeks }: Pick<Board, 'rows' | 'weeks'>,
  names: BoardNames,
): string {
  const trend = weeks.map((week) => ({ week, demand: 0, supply: 0 }));
  const head = Object.keys(cellsOf({ ...empty, trend }, names));
  const lines = rows.map((row) => Object.values(cellsOf(row, names)));
  return [head, ...lines].map((line) => `${line.join(',')}\r\n`).join('');
}
