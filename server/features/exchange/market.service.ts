/** What the market shows: the matches of a listing, and the bottleneck board. */
import type { OperationName, Parsed } from '../../../shared/contract/index.ts';
import { type Board, boardOf } from '../../../shared/exchange/board.ts';
import { isOpen } from '../../../shared/exchange/match.ts';
import { rankingOf } from '../../../shared/exchange/ranking.ts';
import type { Caller, Handlers } from '../../core/caller.ts';
import type { ChannelsService } from '../channels/channels.service.ts';
import type { Market } from './exchange.market.ts';
import { wireFor } from './exchange.policy.ts';
import { placesInSight, withinReach } from './exchange.sight.ts';
import type { ExchangeStore } from './exchange.store.ts';
import type { ListingsService } from './listings.service.ts';

export type MarketNames = Extract<OperationName, 'listing:matches' | 'exchange:board'>;

export interface MarketDeps {
  store: ExchangeStore;
  market: Market;
  listings: Pick<ListingsService, 'seen'>;
  channels: ChannelsService;
}

/** What expires, does so within this many ms on the board. */
const minute = 60_000;
const mostBoards = 100;

export function createMarketService({ store, market, listings, channels }: MarketDeps): {
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

  return {
    handlers: {
      'listing:matches': matches,
      'exchange:board': board,
    },
  };
}
