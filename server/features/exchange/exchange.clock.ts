/**
 * What the clock does in the exchange: the ends of listings and of their claims, lapses, asking two days before, posts that
 * are behind. Each step is an atomic change that looks at the state it finds, so it happens once, whichever nodes try and
 * whenever one dies.
 */
import type { Logger } from 'pino';
import type { Listing } from '../../../shared/contract/listing.ts';
import { asksBefore } from '../../../shared/exchange/runs.ts';
import { oneAtATime } from '../../core/one-at-a-time.ts';
import type { ExchangeChange } from './exchange.change.ts';
import { toWire } from './exchange.policy.ts';
import { lapseClaims, relyingOn } from './exchange.reliance.ts';
import { hoursAfter, moveCommitment, moveListing } from './exchange.rules.ts';
import type { ExchangeStore } from './exchange.store.ts';

const every = 5000;
const together = 100;

export interface ExchangeClock {
  /** Does what is due at a time. */
  tick(now?: Date): Promise<void>;
  stop(): void;
}

export interface ClockDeps {
  store: ExchangeStore;
  change: ExchangeChange;
  /** Asks the author of a listing whether it still holds. */
  remind(listing: Listing): Promise<void>;
  log: Logger;
}

export function startExchangeClock({ store, change, remind, log }: ClockDeps): ExchangeClock {
  async function tick(time = new Date()) {
    const at = time.toISOString();
    const act = { actorId: null, at };
    const { ended, lapsed, asking } = await store.due(at, hoursAfter(at, asksBefore), together);
    for (const id of lapsed)
      await quietly(async () => {
        const { offerId = '', requestId = '' } = (await store.commitment(id)) ?? {};
        await change.run({ listings: [offerId, requestId], commitments: [id] }, act, (draft) => {
          if (draft.commitment(id).lapsesAt <= at) moveCommitment(draft, id, 'lapse');
        });
      });
    for (const id of ended)
      await quietly(async () => {
        const relying = await relyingOn(store, id);
        const { listings, commitments } = relying.along;
        await change.run({ listings: [id, ...listings], commitments }, act, (draft) => {
          const { state, expiresAt } = draft.listing(id);
          if (state === 'open' && expiresAt <= at) moveListing(draft, id, 'expire', act);
          lapseClaims(draft, id, relying);
        });
      });
    for (const id of asking)
      await quietly(async () => {
        const { listings } = await change.run({ listings: [id] }, act, (draft) => {
          const listing = draft.listing(id);
          if (!listing.asked && listing.state === 'open' && listing.expiresAt > at)
            draft.putListing({ ...listing, asked: true });
        });
        for (const listing of listings) await remind(toWire(listing));
      });
    await change.follow(await store.behind(together));
  }

  /** Another node may have done it a moment before. */
  async function quietly(step: () => Promise<void>) {
    await step().catch(
      (error) =>
        (error as { code?: string }).code === 'conflict' ||
        log.warn({ err: error }, 'the clock of the exchange could not do a step'),
    );
  }

  const timer = setInterval(
    oneAtATime(log, 'the clock of the exchange', () => tick()),
    every,
  ).unref();
  return { tick, stop: () => clearInterval(timer) };
}
