/** The port under which listings, commitments and decisions are kept. Every method is atomic. */
import { isOver } from '../../../shared/calendar.ts';
import type { Commitment, CommitmentState } from '../../../shared/contract/commitments.ts';
import type { Claim, Listing, ListingState } from '../../../shared/contract/listing.ts';
import type { Decision } from '../../../shared/contract/listings.ts';
import type { PlanRecord } from '../../../shared/contract/plans.ts';
import type { AddedProduct } from '../../../shared/contract/products.ts';
import type { PlannedOffer, PlannedRequest } from '../../../shared/exchange/plan.ts';
import type { TrailMark } from '../../../shared/exchange/weeks.ts';
import type { Shelf } from '../../core/shelf.ts';

export interface StoredListing extends Omit<Listing, 'coverage'> {
  clientId: string;
  /** Under which its post is written; it never travels before that. */
  postClientId: string;
  /** SHA-256 of the terms as they were first posted: tells a retry from another listing under the same clientId. Those from before have none. */
  digest?: string;
  /** The version its post shows; behind `version` until the post has followed. */
  shown: number;
  /** Whether its author was asked whether it still holds. */
  asked: boolean;
  changedAt: string;
  /** As it was last open, while a change of it waits for review: what others go on seeing. */
  standing?: Listing | undefined;
  /** What was left week by week, for the board; absent until the first change since there is one. */
  trail?: TrailMark[];
}

/** What a change works on, as it is now. */
export interface Loaded {
  listings: Map<string, StoredListing>;
  commitments: Map<string, Commitment>;
}

/** What a change leaves behind: only what differs. */
export interface Changed {
  listings: StoredListing[];
  commitments: Commitment[];
  decisions: Decision[];
}

export interface ListingQuery {
  kind?: 'offer' | 'request' | undefined;
  product?: string | undefined;
  cpv?: string | undefined;
  /** A NUTS prefix. */
  nuts?: string | undefined;
  states?: readonly ListingState[] | undefined;
  clusterId?: string | undefined;
  authorId?: string | undefined;
  sponsorId?: string | undefined;
  upstreamId?: string | undefined;
  /** Only those that opened after a time. */
  openedAfter?: string | undefined;
  /** Only what comes after the listing of this id. */
  before?: string | undefined;
  limit: number;
}

export interface CommitmentQuery {
  states: readonly CommitmentState[];
  /** Also those in any other state that changed at or after a time. */
  orSince?: string | undefined;
  /** Only ids before this one. */
  before?: string | undefined;
  limit: number;
}

export interface ExchangeStore {
  /**
   * Keeps a new listing and what comes with it, in the place of its author's draft of the same clientId, and returns that very
   * listing; where one was posted under this clientId, returns that one and keeps nothing.
   */
  add(listing: StoredListing, changed: Changed): Promise<StoredListing>;
  listing(id: string): Promise<StoredListing | null>;
  /** The one that its author sent under a clientId. */
  listingBy(authorId: string, clientId: string): Promise<StoredListing | null>;
  /** Drops a draft; false for anything else. */
  discard(id: string): Promise<boolean>;
  /** Opened last first; what never was, by when it was made. */
  listings(query: ListingQuery): Promise<StoredListing[]>;
  /** In no order; unknown ids are left out. */
  listingsById(ids: readonly string[]): Promise<StoredListing[]>;
  /** The versions of what changed at or after a time, drafts left out; also of all that is open, if wanted. */
  versions(since: string, open: boolean): Promise<{ id: string; version: number }[]>;
  commitment(id: string): Promise<Commitment | null>;
  /** Of any of these listings, latest change first. */
  commitmentsOf(listingIds: string[]): Promise<Commitment[]>;
  /** Of the listings of a cluster, newest first. */
  commitmentsFor(clusterId: string, query: CommitmentQuery): Promise<Commitment[]>;
  /**
   * Loads listings and commitments, hands them to `apply`, and keeps what it returns: all of it or nothing, with nobody
   * changing them in between. What `apply` throws is thrown, and nothing is kept. It may be called more than once.
   */
  change(
    ids: { listings: string[]; commitments: string[] },
    apply: (loaded: Loaded) => Changed,
  ): Promise<Changed>;
  /** Adds a commitment unless it is there, or the same member sent its clientId before; the one that is there. */
  propose(
    commitment: Commitment,
    listings: [string, string],
    apply: (loaded: Loaded) => Changed,
  ): Promise<{ commitment: Commitment; changed: Changed | null }>;
  /** Notes that the post of a listing shows this version. */
  shown(id: string, version: number): Promise<void>;
  /** Listings whose post is behind. */
  behind(limit: number): Promise<StoredListing[]>;
  /** Ids of listings that end, or a claim of which ends, and of commitments that lapse, before a time; of listings to be asked about, before another. */
  due(
    now: string,
    soon: string,
    limit: number,
  ): Promise<{ ended: string[]; lapsed: string[]; asking: string[] }>;
  /** The median quantity of the listings of a product in a unit that were opened; null while there are fewer than five. */
  median(product: string, unit: Listing['unit']): Promise<number | null>;
  /** Products that were added to the catalogue. */
  products(): Promise<AddedProduct[]>;
  product(slug: string): Promise<AddedProduct | null>;
  saveProduct(product: AddedProduct): Promise<void>;
  /** Keeps a plan unless there is one under its id; the one that is there. */
  addPlan(plan: StoredPlan): Promise<StoredPlan>;
  plan(id: string): Promise<StoredPlan | null>;
  /** Newest first, without their shipments. */
  plans(limit: number): Promise<Omit<PlanRecord, 'shipments' | 'shipmentsOf'>[]>;
  /** Oldest first. */
  decisionsOf(subjectIds: string[]): Promise<Decision[]>;
}

/** A plan with what it was made from. */
export interface StoredPlan extends PlanRecord {
  input: PlanInput;
}

export interface PlanInput {
  offers: PlannedOffer[];
  requests: PlannedRequest[];
}

export type ExchangeShelves = {
  listing: Shelf<StoredListing>;
  commitment: Shelf<Commitment>;
  decision: Shelf<Decision>;
  plan: Shelf<StoredPlan>;
  product: Shelf<AddedProduct>;
};

/** A listing as it is now kept: those from before had their own id as that of their post, and answered none. */
export const asListing = (listing: StoredListing): StoredListing =>
  listing.postClientId
    ? listing
    : { ...listing, postClientId: listing.id, answersId: listing.answersId ?? null };

/** States of commitments by which something was promised, whatever became of it. */
export const binding: readonly Commitment['state'][] = [
  'accepted',
  'dispatched',
  'received',
  'closed',
  'lost',
  'disputed',
];

/** A commitment as it is now kept: those from before did not say when they were accepted. */
export const asCommitment = (commitment: Commitment): Commitment =>
  commitment.acceptedAt !== undefined
    ? commitment
    : {
        ...commitment,
        acceptedAt: binding.includes(commitment.state) ? commitment.changedAt : null,
      };

/** The claims as they count at a time, ISO: one that is past its end counts as claimed. */
export const claimsAt = (at: string, claims: readonly Claim[]): Claim[] =>
  claims.map((claim) =>
    claim.level !== 'claimed' && claim.expires && isOver(claim.expires, at)
      ? { ...claim, level: 'claimed' as const }
      : claim,
  );

/** When a listing is to be looked at by the clock, because it or one of its claims ends; null when never. */
export function dueOf({ state, expiresAt, claims }: StoredListing): string | null {
  if (state === 'draft') return null;
  const ends = claims.flatMap(({ level, expires }) =>
    level !== 'claimed' && expires ? [`${expires}T23:59:59.999Z`] : [],
  );
  return [...ends, ...(state === 'open' ? [expiresAt] : [])].sort()[0] ?? null;
}
/** Where it stands in lists: by when it opened, else by when it was made. */
export const listedAt = ({ openedAt, createdAt }: StoredListing) => openedAt ?? createdAt;
export const lapseOf = ({ state, lapsesAt }: Commitment) =>
  state === 'proposed' ? lapsesAt : null;
