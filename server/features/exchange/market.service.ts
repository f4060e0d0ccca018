/** What the market shows: the matches of a listing, and the bottleneck board. */
import type { OperationName, Parsed } from '../../../shared/contract/index.ts';
import { boardOf } from '../../../shared/exchange/board.ts';
import { rankingOf } from '../../../shared/exchange/ranking.ts';
import type { Caller, Handlers } from '../../core/caller.ts';
import type { ChannelsService } from '../channels/channels.service.ts';
import { toWire } from './exchange.change.ts';
import type { Market } from './exchange.market.ts';
import { inSight } from './exchange.sight.ts';
import type { ExchangeStore } from './exchange.store.ts';
import type { ListingsService } from './listings.service.ts';

export type MarketNames = Extract<OperationName, 'listing:matches' | 'exchange:board'>;

export interface MarketDeps {
  store: ExchangeStore;
  market: Market;
  listings: Pick<ListingsService, 'seen'>;
  channels: ChannelsService;
}

export function createMarketService({ store, market, listings, channels }: MarketDeps): { handlers: Handlers<MarketNames> } {
  async function matches({ listingId, limit }: Parsed<'listing:matches'>, caller: Caller) {
    const listing = await listings.seen(listingId, caller);
    const facing = await inSight(await market.facing(listing), caller, channels);
    const { matches, near } = rankingOf(listing.kind, market.stallOf(listing), facing, limit);
    const shown = new Map((await store.listingsById([...matches, ...near].map(({ id }) => id))).map((found) => [found.id, toWire(found)]));
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

  return {
    handlers: {
      'listing:matches': matches,
      'exchange:board': async (query, caller) => boardOf(await inSight(await market.stalls(), caller, channels), query, new Date()),
    },
  };
}
