/** Listings given out and taken in: shown anew by their posts, with the sums of the commitments that came along. */
import type { Commitment } from '../../../shared/contract/commitments.ts';
import type { Shelf } from '../../core/shelf.ts';
import { remainingOf } from './exchange.rules.ts';
import {
  asCommitment,
  asListing,
  type ExchangeStore,
  type StoredListing,
} from './exchange.store.ts';
import { type Sums, takenUp } from './exchange.sums.ts';

/** What an offer or a request has promised, under way and received, by its commitments alone. */
function sumsOf(kind: StoredListing['kind'], commitments: Commitment[]): Sums {
  const all = commitments.map((commitment) => takenUp(commitment)[kind]);
  const total = (of: keyof Sums) => all.reduce((sum, { [of]: amount }) => sum + amount, 0);
  return {
    committed: total('committed'),
    dispatched: total('dispatched'),
    received: total('received'),
  };
}

export const listingShelf = (
  inner: Shelf<StoredListing>,
  { commitmentsOf }: Pick<ExchangeStore, 'commitmentsOf'>,
): Shelf<StoredListing> => ({
  count: inner.count,
  async *dump() {
    for await (const listing of inner.dump()) yield { ...listing, shown: 0 };
  },
  async load(records) {
    const commitments = await commitmentsOf(records.map(({ id }) => id));
    const disputed = new Set(
      commitments
        .filter(({ state }) => state === 'disputed')
        .flatMap(({ offerId, requestId }) => [offerId, requestId]),
    );
    await inner.load(
      records.map((record) => {
        // Archives from before these were kept do not have them.
        const listing = {
          ...asListing(record),
          changedAt: record.changedAt ?? record.openedAt ?? record.createdAt,
          upstreamId: record.upstreamId ?? null,
        };
        // What a disputed commitment holds back does not follow from its state.
        if (disputed.has(listing.id)) return listing;
        const own = commitments.filter(
          ({ offerId, requestId }) => offerId === listing.id || requestId === listing.id,
        );
        const summed = { ...listing, ...sumsOf(listing.kind, own) };
        return { ...summed, remaining: remainingOf(summed) };
      }),
    );
  },
});

/** Commitments given out and taken in. */
export const commitmentShelf = (inner: Shelf<Commitment>): Shelf<Commitment> => ({
  ...inner,
  load: (records) => inner.load(records.map(asCommitment)),
});
