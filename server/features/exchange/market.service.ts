/** What the market shows: the matches of a listing, and the bottleneck board. */

import type { CodeList } from '../../../shared/contract/codes.ts';
import type { OperationName, Parsed } from '../../../shared/contract/index.ts';
import { type Board, type BoardRow, boardOf } from '../../../shared/exchange/board.ts';
import { boardCsv } from '../../../shared/exchange/board-csv.ts';
import { nameIn } from '../../../shared/exchange/catalogue.ts';
import { isOpen } from '../../../shared/exchange/match.ts';
import { rankingOf } from '../../../shared/exchange/ranking.ts';
import { countryOf } from '../../../shared/exchange/regions.ts';
import { weeksShown } from '../../../shared/exchange/weeks.ts';
import type { Caller, Handlers } from '../../core/caller.ts';
import { badField } from '../../core/errors.ts';
import type { ChannelsService } from '../channels/channels.service.ts';
import type { Catalogue } from './exchange.catalogue.ts';
import type { Market } from './exchange.market.ts';
import { wireFor } from './exchange.policy.ts';
import { placesInSight, withinReach } from './exchange.sight.ts';
import type { ExchangeStore } from './exchange.store.ts';
import type { ListingsService } from './listings.service.ts';

export type MarketNames = Extract<
  OperationName,
  'listing:matches' | 'exchange:board' | 'exchange:board-csv'
>;

export interface MarketDeps {
  store: ExchangeStore;
  market: Market;
  listings: Pick<ListingsService, 'seen'>;
  channels: ChannelsService;
  catalogue: Pick<Catalogue, 'find'>;
  codeNames: CodeNames;
}

/** The names of official codes by code, where they are known. */
export type CodeNames = (
  list: CodeList,
  lang: string,
  codes: string[],
) => Promise<Map<string, string>>;

/** What expires, does so within this many ms on the board. */
const minute = 60_000;
const mostBoards = 100;

export function createMarketService({
  store,
  market,
  listings,
  channels,
  catalogue,
  codeNames,
}: MarketDeps): {
  handlers: Handlers<MarketNames>;
} {
  async function matches({ listingId, limit }: Parsed<'listing:matches'>, caller: Caller) {
    const listing = await listings.seen(listingId, caller);
    const now = new Date().toISOString();
    if (!isOpen(listing, now)) return { matches: [], near: [] };
    const facing = await market.facing(
      listing,
      await placesInSight(await market.places(), caller, channels),
    );
    const { matches, near } = rankingOf(listing.kind, market.stallOf(listing), facing, limit, now);
    const found = await store.listingsById([...matches, ...near].map(({ id }) => id));
    const shown = new Map(
      (await withinReach(found, channels)).map((other) => [other.id, wireFor(caller, other)]),
    );
    return {
      matches: matches.flatMap(({ id, total, score }) => {
        const other = shown.get(id);
        return other ? [{ listing: other, total, score }] : [];
      }),
      near: near.flatMap(({ id, gate }) => {
        const other = shown.get(id);
        return other ? [{ listing: other, gate }] : [];
      }),
    };
  }

  /** Boards as they were last counted: many look at the same one, and it is counted anew only when the market has changed. */
  const counted = new Map<string, Board>();
  let countedAt = '';

  async function board(query: Parsed<'exchange:board'>, caller: Caller): Promise<Board> {
    const stalls = await market.stalls();
    const seen = await placesInSight(await market.places(), caller, channels);
    const now = new Date();
    const weeks = weeksShown(now);
    if (query.week && !weeks.includes(query.week))
      throw badField(
        'week',
        'choice',
        `one of the Mondays of the last eight weeks: ${weeks.join(', ')}`,
      );
    const state = `${market.version()} ${Math.floor(now.getTime() / minute)}`;
    if (state !== countedAt) counted.clear();
    countedAt = state;
    const key = JSON.stringify([[...seen].sort(), query]);
    const known =
      counted.get(key) ??
      boardOf(
        [...stalls].filter(({ channelId }) => seen.has(channelId)),
        query,
        now,
      );
    if (counted.size < mostBoards) counted.set(key, known);
    return known;
  }

  async function csv({ lang, ...query }: Parsed<'exchange:board-csv'>, caller: Caller) {
    const found = await board(query, caller);
    const all = (of: (row: BoardRow) => string | null) => [
      ...new Set(found.rows.flatMap((row) => of(row) || [])),
    ];
    const [cpv, regions, products] = await Promise.all([
      codeNames(
        'cpv',
        lang,
        all((row) => row.cpv),
      ),
      codeNames(
        'nuts',
        lang,
        all((row) => row.nuts),
      ),
      Promise.all(
        all((row) => row.product).map(async (slug) => {
          const product = await catalogue.find(slug);
          return [slug, product ? nameIn(product, lang) : ''] as const;
        }),
      ),
    ]);
    const names = new Map(products);
    const countries = new Intl.DisplayNames([lang, 'en'], { type: 'region' });
    const text = boardCsv(found, {
      product: (slug) => names.get(slug) ?? '',
      cpv: (code) => cpv.get(code) ?? '',
      region: (code) =>
        (code.length === 2 ? countries.of(countryOf(code)) : regions.get(code)) ?? '',
    });
    return {
      name: `board-${found.week}.csv`,
      type: 'text/csv; charset=utf-8',
      content: new TextEncoder().encode(text),
    };
  }

  return {
    handlers: {
      'listing:matches': matches,
      'exchange:board': board,
      'exchange:board-csv': csv,
    },
  };
}
