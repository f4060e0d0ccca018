/** The exchange, put together: listings, the market they make, commitments, and what the clock does. */
import type { Logger } from 'pino';
import type { Listing } from '../../../shared/contract/listing.ts';
import type { Broadcaster } from '../../core/broadcaster.ts';
import type { Caller, Handlers } from '../../core/caller.ts';
import type { AccountsStore } from '../accounts/accounts.store.ts';
import type { AttachmentsService } from '../attachments/attachments.service.ts';
import type { ChannelsService } from '../channels/channels.service.ts';
import type { ClustersStore } from '../clusters/clusters.store.ts';
import type { PostsService } from '../posts/posts.service.ts';
import { type CommitmentsService, createCommitmentsService } from './commitments.service.ts';
import { type Catalogue, createCatalogue } from './exchange.catalogue.ts';
import { createExchangeChange } from './exchange.change.ts';
import { createChecks } from './exchange.checks.ts';
import { type ExchangeClock, startExchangeClock } from './exchange.clock.ts';
import { createMarket } from './exchange.market.ts';
import { daysAfter } from './exchange.rules.ts';
import { inSight } from './exchange.sight.ts';
import type { ExchangeStore } from './exchange.store.ts';
import { createWithdrawal } from './exchange.withdrawal.ts';
import {
  createListingsService,
  type ListingNames,
  type ListingsService,
} from './listings.service.ts';
import { type CodeNames, createMarketService, type MarketNames } from './market.service.ts';
import { createPlansService, type PlanNames } from './plans.service.ts';
import { createPostingService, type PostingNames } from './posting.service.ts';

export interface ExchangeService {
  handlers: Handlers<ListingNames | PostingNames | MarketNames | PlanNames> &
    CommitmentsService['handlers'] &
    Catalogue['handlers'];
  clock: ExchangeClock;
  /** Open listings that the caller may see, newest first. */
  find: ListingsService['find'];
  /** Whether an open listing stands where a caller may look. */
  sees(listing: Listing, caller: Caller): Promise<boolean>;
  /** Takes back whatever of a member stands, and drops their drafts. */
  forget(memberId: string): Promise<void>;
  /** Calls back with every listing when it first opens. */
  onOpened(listener: (listing: Listing) => Promise<void>): void;
}

export interface ExchangeDeps {
  store: ExchangeStore;
  posts: PostsService;
  channels: ChannelsService;
  clusters: ClustersStore;
  accounts: AccountsStore;
  attachments: AttachmentsService;
  broadcaster: Broadcaster;
  codeNames: CodeNames;
  log: Logger;
}

export function createExchangeService({
  store,
  posts,
  channels,
  clusters,
  accounts,
  attachments,
  broadcaster,
  codeNames,
  log,
}: ExchangeDeps): ExchangeService {
  const opened: ((listing: Listing) => Promise<void>)[] = [];
  const change = createExchangeChange({
    ...{ store, posts, channels, broadcaster },
    opened: (listing) => {
      // Nobody who acts waits for those who are told.
      for (const listener of opened)
        listener(listing).catch((error) =>
          log.warn({ err: error }, 'what was to follow the opening of a listing could not be done'),
        );
    },
  });
  const catalogue = createCatalogue(store, broadcaster);
  const checks = createChecks({ store, catalogue, clusters, attachments });
  const listings = createListingsService({
    store,
    change,
    checks,
    channels,
    clusters,
    attachments,
  });
  const withdrawal = createWithdrawal({ store, change });
  const posting = createPostingService({
    store,
    change,
    checks,
    catalogue,
    listings,
    channels,
    clusters,
    attachments,
    broadcaster,
    withdrawal,
  });
  const market = createMarket(store, clusters);
  // Taken in beforehand, so that the first who looks does not wait for it.
  market
    .stalls()
    .catch((error) => log.warn({ err: error }, 'the market will be taken in at its first use'));
  const views = createMarketService({
    store,
    market,
    listings,
    channels,
    catalogue,
    codeNames,
  });
  const commitments = createCommitmentsService({ store, change, listings, accounts, channels });
  opened.push(commitments.answer);
  // What opened just before a node went down may not have been proposed to what it answers.
  const lately = daysAfter(new Date().toISOString(), -1);
  store.listings({ states: ['open'], openedAfter: lately, limit: 500 }).then(
    (found) => Promise.allSettled(found.map(commitments.answer)),
    (error) => log.warn({ err: error }, 'answers were not looked through'),
  );
  const plans = createPlansService({ store, market, commitments, channels });
  return {
    handlers: {
      ...listings.handlers,
      ...posting.handlers,
      ...views.handlers,
      ...commitments.handlers,
      ...plans.handlers,
      ...catalogue.handlers,
    },
    find: listings.find,
    forget: withdrawal.withdrawAllOf,
    sees: async (listing, caller) => (await inSight([listing], caller, channels)).length > 0,
    onOpened: (listener) => void opened.push(listener),
    clock: startExchangeClock({
      ...{ store, change, log },
      remind: (listing) => change.tellAuthor(listing, 'listing:ending', listing),
    }),
  };
}
