/** Who may do what with listings and commitments. */
import type { Listing } from '../../../shared/contract/listing.ts';
import { type Caller, moderatesEverything } from '../../core/caller.ts';
import { forbidden } from '../../core/errors.ts';
import type { StoredListing } from './exchange.store.ts';

export { moderatesEverything as moderates };

/** Speaks for a listing: its author, and the members of its cluster. */
export const speaksFor = (caller: Caller, listing: Pick<Listing, 'authorId' | 'clusterId'>) =>
  listing.authorId === caller.memberId || listing.clusterId === caller.clusterId;

export const sponsors = (caller: Caller, { sponsorId }: Pick<Listing, 'sponsorId'>) =>
  sponsorId !== null && sponsorId === caller.clusterId;

/** Decides about a held listing: its sponsor or a moderator, but nobody on their own. */
export const mayReview = (caller: Caller, listing: StoredListing) =>
  listing.authorId !== caller.memberId &&
  (moderatesEverything(caller) || sponsors(caller, listing));

/**
 * Whether a listing exists for the caller, given that they may see its channel. A draft is its author's alone; what is held
 * is seen by its cluster, its sponsor and reviewers.
 */
export const maySee = (caller: Caller, listing: StoredListing) =>
  listing.state === 'draft'
    ? listing.authorId === caller.memberId
    : listing.openedAt !== null || knowsWhatIsHeld(caller, listing);

const coverageOf = ({
  quantity,
  remaining,
}: Pick<Listing, 'quantity' | 'remaining'>): Listing['coverage'] =>
  remaining === quantity ? 'none' : remaining === 0 ? 'complete' : 'partial';

/** A listing as it travels. */
export function toWire({
  clientId: _clientId,
  postClientId: _postClientId,
  digest: _digest,
  shown: _shown,
  asked: _asked,
  changedAt: _at,
  trail: _trail,
  standing: _standing,
  ...listing
}: StoredListing): Listing {
  // Those from before revocations were kept have none.
  return { ...listing, revoked: listing.revoked ?? [], coverage: coverageOf(listing) };
}

/** A listing as everybody may see it: what its author made of it since it was open waits for review, and does not stand there yet. */
export function toEverybody(listing: StoredListing): Listing {
  const { state, reason, version, committed, dispatched, received, standing, revoked } = listing;
  if (!standing) return toWire(listing);
  const remaining = Math.max(0, standing.quantity - committed - dispatched - received);
  const coverage = coverageOf({ quantity: standing.quantity, remaining });
  return {
    ...standing,
    revoked: revoked ?? [],
    state,
    reason,
    version,
    committed,
    dispatched,
    received,
    remaining,
    coverage,
  };
}

const knowsWhatIsHeld = (caller: Caller, listing: StoredListing) =>
  speaksFor(caller, listing) ||
  sponsors(caller, listing) ||
  moderatesEverything(caller) ||
  caller.roles.includes('validator');

/** A listing as a caller may see it. */
export const wireFor = (caller: Caller, listing: StoredListing): Listing =>
  knowsWhatIsHeld(caller, listing) ? toWire(listing) : toEverybody(listing);

export function assertSpeaksFor(caller: Caller, listing: StoredListing): void {
  if (!speaksFor(caller, listing))
    throw forbidden('Only the cluster of a listing can do this.', 'LISTING_CLUSTER_ONLY');
}

/** @param vouches whether the caller's cluster can vouch for others */
export function assertReviews(caller: Caller, listing: StoredListing, vouches: boolean): void {
  if (listing.authorId === caller.memberId)
    throw forbidden('Nobody decides about their own listing.', 'OWN_LISTING');
  if (!mayReview(caller, listing) || !(vouches || moderatesEverything(caller)))
    throw forbidden('Only the sponsor of a listing and moderators can do this.', 'SPONSOR_ONLY');
}

export function assertModeratesExchange(caller: Caller, listing: StoredListing): void {
  if (listing.authorId === caller.memberId)
    throw forbidden('Nobody decides about their own listing.', 'OWN_LISTING');
  if (!moderatesEverything(caller))
    throw forbidden('Only moderators can do this.', 'MODERATORS_ONLY');
}
