/**
 * The bottleneck board: what is asked for and what can be had, per product, region and week. Pure. What ships everywhere is
 * one shared pool, which goes where gaps are, in proportion; it is never counted once per region.
 */
import type { Unit } from './catalogue.ts';
import { compare, isOpen, type Offer, type Request, stemOf } from './match.ts';
import { leftIn, type TrailMark, weeksOnBoard, weeksShown } from './weeks.ts';

/** A listing as the board counts it. */
export interface Counted
  extends Pick<
    Offer & Request,
    'id' | 'product' | 'cpv' | 'unit' | 'nuts' | 'shipsTo' | 'claims' | 'remaining' | 'openedAt'
  > {
  kind: 'offer' | 'request';
  state: string;
  title: string;
  priority: string;
  expiresAt: string;
  firstResponseAt: string | null;
  trail?: readonly TrailMark[];
}

/** Quantities are in the unit of the row. */
export interface BoardRow {
  /** Slug of the catalogue; where there is none, the stem of the code says what it is. */
  product: string | null;
  cpv: string;
  unit: Unit;
  /** A NUTS code of the level asked for, or a shorter one where a listing names no more; empty: everywhere. */
  nuts: string;
  /** What requests still need. */
  demand: number;
  /** What offers can deliver there: by name, and by their share of the pool. Of it, documented or better. */
  supply: number;
  documented: number;
  /** Of the supply, what comes from the pool. */
  shared: number;
  /** What of the demand has no gap, 0 to 1; null without demand. */
  coverage: number | null;
  /** Demand that no supply can reach; of all regions no less than theirs together. */
  gap: number;
  /** The critical request that has waited longest for a first answer. */
  oldest: { id: string; title: string; openedAt: string } | null;
  /** Median minutes to the first answer, of what was answered within the weeks shown. */
  response: number | null;
  /** Eight weeks, the oldest first: as each of them ended, the last as it is now. */
  trend: { week: string; demand: number; supply: number }[];
}

export interface Board {
  at: string;
  /** The week whose end the figures tell of. */
  week: string;
  weeks: string[];
  /** By product, then region; of each product first the row of all regions, in which every offer counts once. */
  rows: BoardRow[];
}

export interface BoardQuery {
  product?: string | undefined;
  /** A NUTS prefix. */
  nuts?: string | undefined;
  /** 0: countries; 1 to 3: regions of that level. */
  level: number;
  /** One of the Mondays of `weeksShown`; now, when absent. */
  week?: string | undefined;
}

type Series = number[];

/** A region of a product while it is being counted: one figure a week. */
interface Supply {
  supply: Series;
  documented: Series;
}

interface Tally extends Supply {
  demand: Series;
  shared: Series;
  oldest: Counted | null;
  waits: number[];
}

interface Shelf {
  product: string | null;
  cpv: string;
  unit: Unit;
  regions: Map<string, Tally>;
  pool: Tally;
  whole: Tally;
  /** What is offered to areas wider than a region of this level, by their prefix. */
  wide: Map<string, Supply>;
}

const everywhere = '';

export function boardOf(
  listings: Iterable<Counted>,
  { product, nuts = '', level, week }: BoardQuery,
  now: Date,
): Board {
  const weeks = weeksShown(now);
  const last = weeks.length - 1;
  const at = week ? weeks.indexOf(week) : last;
  const time = now.toISOString();
  const digits = 2 + level;
  const shelves = new Map<string, Shelf>();

  for (const listing of listings) {
    if (product && listing.product !== product) continue;
    const left = leftIn(listing.trail ?? [], weeks);
    left[last] = isOpen(listing, time) ? listing.remaining : 0;
    const shelf = shelfOf(shelves, listing);
    if (listing.kind === 'request')
      countRequest(
        shelf,
        regionOf(shelf, listing.nuts.slice(0, digits)),
        listing,
        left,
        weeks[0] ?? '',
      );
    else if (left.some((amount) => amount > 0)) countOffer(shelf, listing, left, digits);
  }

  const rows = [...shelves.values()]
    .sort((a, b) => compare(a.product ?? a.cpv, b.product ?? b.cpv) || compare(a.unit, b.unit))
    .flatMap((shelf) => {
      for (const [prefix, wide] of shelf.wide) spreadWide(shelf, prefix, wide);
      sharePool(shelf);
      const inside = [...shelf.regions].filter(
        ([code]) => code.startsWith(nuts) || (nuts.startsWith(code) && code !== ''),
      );
      const regions = inside
        .sort(([a], [b]) => compare(a, b))
        .map(([code, counted]) => rowOf(shelf, code, counted, at, weeks));
      return [
        ...(nuts ? [] : [rowOf(shelf, everywhere, shelf.whole, at, weeks)]),
        ...regions,
      ].filter(({ trend }) => trend.some(({ demand, supply }) => demand > 0 || supply > 0));
    });
  return { at: time, week: weeks[at] ?? '', weeks, rows };
}

function shelfOf(shelves: Map<string, Shelf>, { product, cpv, unit }: Counted): Shelf {
  const key = `${product ?? stemOf(cpv)} ${unit}`;
  const known = shelves.get(key);
  if (known) return known;
  const shelf = {
    product,
    cpv,
    unit: unit as Unit,
    regions: new Map(),
    pool: tally(),
    whole: tally(),
    wide: new Map(),
  };
  shelves.set(key, shelf);
  return shelf;
}

const zeros = (): Series => new Array<number>(weeksOnBoard).fill(0);
const tally = (): Tally => ({
  demand: zeros(),
  supply: zeros(),
  documented: zeros(),
  shared: zeros(),
  oldest: null,
  waits: [],
});

function regionOf({ regions }: Shelf, code: string): Tally {
  const known = regions.get(code) ?? tally();
  regions.set(code, known);
  return known;
}

function add(to: Series, amounts: Series): void {
  for (let n = 0; n < to.length; n++) to[n] = (to[n] as number) + (amounts[n] as number);
}

function countRequest(
  shelf: Shelf,
  region: Tally,
  listing: Counted,
  left: Series,
  since: string,
): void {
  const { priority, openedAt, firstResponseAt } = listing;
  const unanswered = priority === 'critical' && firstResponseAt === null && (left.at(-1) ?? 0) > 0;
  for (const counted of [region, shelf.whole]) {
    add(counted.demand, left);
    if (unanswered && (!counted.oldest || openedAt < counted.oldest.openedAt))
      counted.oldest = listing;
    if (firstResponseAt && firstResponseAt >= since)
      counted.waits.push((Date.parse(firstResponseAt) - Date.parse(openedAt)) / 60_000);
  }
}

function countOffer(shelf: Shelf, listing: Counted, left: Series, digits: number): void {
  const documented = isDocumented(listing);
  supply(shelf.whole, left, documented);
  if (listing.shipsTo.includes('*')) {
    supply(shelf.pool, left, documented);
    return;
  }
  // A region that lies in another of the same offer adds nothing to it.
  const areas = listing.shipsTo.filter(
    (code) => !listing.shipsTo.some((other) => other !== code && code.startsWith(other)),
  );
  for (const prefix of new Set(areas.map((code) => code.slice(0, digits))))
    supply(
      prefix.length < digits ? wideOf(shelf, prefix) : regionOf(shelf, prefix),
      left,
      documented,
    );
}

function supply(counted: Supply, left: Series, documented: boolean): void {
  add(counted.supply, left);
  if (documented) add(counted.documented, left);
}

function wideOf({ wide }: Shelf, prefix: string): Supply {
  const known = wide.get(prefix) ?? { supply: zeros(), documented: zeros() };
  wide.set(prefix, known);
  return known;
}

/** What is offered to a whole country counts in each of its regions that asks; where none does, in the country. */
function spreadWide(shelf: Shelf, prefix: string, wide: Supply): void {
  const asking = [...shelf.regions].filter(
    ([code, { demand }]) => code.startsWith(prefix) && demand.some((amount) => amount > 0),
  );
  for (const counted of asking.length > 0
    ? asking.map(([, region]) => region)
    : [regionOf(shelf, prefix)]) {
    add(counted.supply, wide.supply);
    add(counted.documented, wide.documented);
  }
}

/** Gives the pool to the gaps, in proportion. */
function sharePool({ regions, pool }: Shelf): void {
  for (const [n, amount] of pool.supply.entries()) {
    if (amount === 0) continue;
    const gaps = [...regions].map(([code, counted]) => ({
      code,
      counted,
      gap: Math.max(0, (counted.demand[n] ?? 0) - (counted.supply[n] ?? 0)),
    }));
    const all = gaps.reduce((sum, { gap }) => sum + gap, 0);
    if (all === 0) continue;
    const share = Math.min(1, amount / all);
    const documented = (pool.documented[n] ?? 0) / amount;
    const given = gaps.map(({ gap }) => Math.floor(gap * share));
    // What rounding leaves goes, a piece each, to the largest of the rests.
    let rest = Math.min(amount, all) - given.reduce((sum, part) => sum + part, 0);
    const byRest = gaps
      .map(({ code, gap }, at) => ({ at, code, rest: gap * share - (given[at] ?? 0) }))
      .sort((x, y) => y.rest - x.rest || (x.code < y.code ? -1 : 1));
    for (const { at } of byRest) if (rest-- > 0) given[at] = (given[at] ?? 0) + 1;
    for (const [at, { counted }] of gaps.entries()) {
      const part = given[at] ?? 0;
      counted.shared[n] = part;
      counted.supply[n] = (counted.supply[n] ?? 0) + part;
      counted.documented[n] = (counted.documented[n] ?? 0) + Math.floor(part * documented);
    }
  }
}

/** Whether an offer has evidence, and for everything that it claims. */
const isDocumented = ({ claims }: Counted) =>
  claims.length > 0 && claims.every(({ level }) => level !== 'claimed');

function rowOf(
  { product, cpv, unit, pool, regions }: Shelf,
  nuts: string,
  counted: Tally,
  at: number,
  weeks: string[],
): BoardRow {
  const demand = counted.demand[at] ?? 0;
  const supply = counted.supply[at] ?? 0;
  const { oldest, waits } = counted;
  const short = ({ demand, supply }: Tally) => Math.max(0, (demand[at] ?? 0) - (supply[at] ?? 0));
  // What one region has too much of does not help another to which nobody ships.
  const gap =
    nuts === everywhere
      ? Math.max(
          short(counted),
          [...regions.values()].reduce((sum, region) => sum + short(region), 0),
        )
      : short(counted);
  return {
    ...{ product, cpv, unit, nuts, demand, supply },
    documented: counted.documented[at] ?? 0,
    shared: (nuts === everywhere ? pool.supply : counted.shared)[at] ?? 0,
    coverage: demand > 0 ? (demand - gap) / demand : null,
    gap,
    oldest: oldest && { id: oldest.id, title: oldest.title, openedAt: oldest.openedAt },
    response: median(waits),
    trend: weeks.map((week, n) => ({
      week,
      demand: counted.demand[n] ?? 0,
      supply: counted.supply[n] ?? 0,
    })),
  };
}

function median(values: number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}
