/** What may become of a listing and of a commitment, and what that does to both sides. Pure: the heart of every change. */
import { isDeepStrictEqual } from 'node:util';
import { v7 as uuid } from 'uuid';
import type { Commitment, CommitmentState } from '../../../shared/contract/commitments.ts';
import type { ListingState } from '../../../shared/contract/listing.ts';
import type { Decision } from '../../../shared/contract/listings.ts';
import { nameIn, type Product } from '../../../shared/exchange/catalogue.ts';
import { holdsOf } from '../../../shared/exchange/holds.ts';
import { gateOf, lotOf } from '../../../shared/exchange/match.ts';
import { runs } from '../../../shared/exchange/runs.ts';
import { marked, weekOf } from '../../../shared/exchange/weeks.ts';
import type { Caller } from '../../core/caller.ts';
import { AppError, conflict } from '../../core/errors.ts';
import { sideOf } from './exchange.sides.ts';
import type { Changed, Loaded, StoredListing } from './exchange.store.ts';
import { takenUp } from './exchange.sums.ts';

/** Who does it and when; nobody, when the clock does. */
export interface Act {
  actorId: string | null;
  at: string;
  reason?: string | undefined;
}

/** A time so many hours, or days, after another, ISO. */
export const hoursAfter = (at: string, hours: number) =>
  new Date(Date.parse(at) + hours * 3_600_000).toISOString();
export const daysAfter = (at: string, days: number) => hoursAfter(at, days * 24);

export const actOf = ({ memberId }: Caller, reason?: string): Act => ({
  actorId: memberId,
  at: new Date().toISOString(),
  reason,
});

/** A change under way: what was loaded, and what differs already. */
export interface Draft {
  listing(id: string): StoredListing;
  commitment(id: string): Commitment;
  /** Puts the new form of a listing in place, under its next version. */
  putListing(listing: StoredListing): void;
  putCommitment(commitment: Commitment): void;
  note(subjectId: string, what: string, before: string | null, after: string): void;
  /** When all of this happens. */
  at: string;
  changed(): Changed;
}

export function draftOf(loaded: Loaded, { actorId, at, reason }: Act): Draft {
  const listings = new Map<string, StoredListing>();
  const commitments = new Map<string, Commitment>();
  const decisions: Decision[] = [];
  const note: Draft['note'] = (subjectId, what, before, after) =>
    void decisions.push({
      id: uuid(),
      subjectId,
      at,
      actorId,
      what,
      reason: reason ?? null,
      before,
      after,
    });
  const found = <T>(value: T | undefined): T => {
    if (!value)
      throw new AppError(
        'not_found',
        'There is no such listing or commitment, or you cannot see it.',
      );
    return value;
  };
  return {
    at,
    listing: (id) => found(listings.get(id) ?? loaded.listings.get(id)),
    commitment: (id) => found(commitments.get(id) ?? loaded.commitments.get(id)),
    putListing(listing) {
      const version = (loaded.listings.get(listing.id)?.version ?? 0) + 1;
      const enough = listing.received >= listing.quantity;
      const fulfilled = listing.state === 'open' && enough;
      // By what turned out otherwise: it goes on.
      const resumed = listing.state === 'fulfilled' && !enough;
      const next = {
        ...listing,
        state: fulfilled ? ('fulfilled' as const) : resumed ? ('open' as const) : listing.state,
        remaining: remainingOf(listing),
      };
      listings.set(listing.id, { ...next, version, trail: trailOf(next, at), changedAt: at });
      if (fulfilled) note(listing.id, 'listing:fulfil', 'open', 'fulfilled');
      if (resumed) note(listing.id, 'listing:resume', 'fulfilled', 'open');
    },
    putCommitment: (commitment) =>
      void commitments.set(commitment.id, { ...commitment, changedAt: at }),
    note,
    changed: () => ({
      listings: [...listings.values()],
      commitments: [...commitments.values()],
      decisions,
    }),
  };
}

export const remainingOf = ({ quantity, committed, dispatched, received }: StoredListing) =>
  Math.max(0, quantity - committed - dispatched - received);

/** The trail of a listing as it is at a time: what can be had of it, or what it still needs. */
export const trailOf = (
  { trail, state, remaining }: Pick<StoredListing, 'trail' | 'state' | 'remaining'>,
  at: string,
) => marked(trail ?? [], { week: weekOf(new Date(at)), left: state === 'open' ? remaining : 0 });

/** A refusal that names the state it found. */
export const refused = (what: string, state: string) =>
  conflict(`This cannot be done with a ${what} that is ${state}.`, { state });

/** From which states a listing may go where. */
const listingMoves = {
  open: { from: ['review'], to: 'open' },
  reject: { from: ['review'], to: 'rejected' },
  suspend: { from: ['open'], to: 'suspended' },
  resume: { from: ['suspended'], to: 'open' },
  withdraw: { from: ['open', 'review', 'suspended'], to: 'withdrawn' },
  expire: { from: ['open'], to: 'expired' },
} satisfies Record<string, { from: ListingState[]; to: ListingState }>;

/** Moves a listing; refused with the state it is in. */
export function moveListing(
  draft: Draft,
  id: string,
  move: keyof typeof listingMoves,
  act: Act,
): void {
  const listing = draft.listing(id);
  const rule: { from: readonly ListingState[]; to: ListingState } = listingMoves[move];
  if (!rule.from.includes(listing.state)) throw refused('listing', listing.state);
  draft.putListing({
    ...listing,
    state: rule.to,
    reason: rule.to === 'open' ? null : (act.reason ?? null),
    openedAt: rule.to === 'open' ? (listing.openedAt ?? act.at) : listing.openedAt,
    // What waited beyond its end runs as long as it would have by default.
    expiresAt:
      move === 'open' && listing.expiresAt <= act.at
        ? daysAfter(act.at, runs[listing.kind])
        : listing.expiresAt,
    holds: rule.to === 'open' ? [] : listing.holds,
    standing: rule.to === 'open' ? undefined : listing.standing,
  });
  draft.note(id, `listing:${move}`, listing.state, rule.to);
}

/** A product that an offer of capacity is missing, and what a check of a request for it has to know. */
export interface MissingInput {
  product: Product;
  median: number | null;
  duplicate: boolean;
}

/**
 * The requests for what an offer of capacity is missing, where their figures follow from the offer: transport is asked for by
 * what is to be moved, another product where it is counted in the same unit. They stand beside the offer, linked to it.
 * @param inputs what of the missing is in the catalogue
 */
export function requestsFor(
  offer: StoredListing,
  at: string,
  inputs: ReadonlyMap<string, MissingInput>,
): StoredListing[] {
  return [...inputs].flatMap(([input, { product, median, duplicate }]) => {
    if (input !== 'transport' && product.unit !== offer.unit) return [];
    const title = `${nameIn(product, offer.lang.slice(0, 2))}: ${offer.title}`.slice(0, 120);
    const terms = {
      kind: 'request' as const,
      mode: 'stock' as const,
      title,
      body: '',
      product: input,
      cpv: product.cpv,
      claims: [],
      requires: [],
      shipsTo: [],
    };
    const holds = holdsOf({ ...terms, quantity: offer.quantity }, median, duplicate);
    const request: StoredListing = {
      ...offer,
      ...terms,
      ...{
        id: uuid(),
        clientId: uuid(),
        postId: uuid(),
        postClientId: uuid(),
        upstreamId: offer.id,
        answersId: null,
        revoked: [],
        holds,
        state: holds.length > 0 ? 'review' : 'open',
      },
      ...{
        minShip: 0,
        minReceive: 0,
        maxRecipients: null,
        ratePerWeek: null,
        from: null,
        missingInputs: [],
        partial: true,
        on: offer.from ?? offer.on,
      },
      ...{
        createdAt: at,
        openedAt: holds.length > 0 ? null : at,
        version: 1,
        shown: 0,
        asked: false,
        changedAt: at,
        trail: [],
      },
    };
    return [{ ...request, trail: trailOf(request, at) }];
  });
}

/**
 * Lets a listing run for some days from now, and never shorter than it would; one that had expired opens again, or waits for
 * review where another of its kind was opened meanwhile.
 */
export function renewListing(draft: Draft, id: string, days: number, duplicate: boolean): void {
  const listing = draft.listing(id);
  if (listing.state !== 'open' && listing.state !== 'expired')
    throw refused('listing', listing.state);
  const until = daysAfter(draft.at, days);
  const held = listing.state === 'expired' && duplicate;
  const state = held ? 'review' : 'open';
  const expiresAt = until > listing.expiresAt ? until : listing.expiresAt;
  draft.putListing({
    ...listing,
    state,
    holds: held ? ['DUPLICATE'] : listing.holds,
    reason: null,
    expiresAt,
    asked: false,
  });
  draft.note(id, 'listing:renew', listing.state, state);
}

/** From which states a commitment may go where. */
export const live: readonly CommitmentState[] = ['proposed', 'accepted', 'dispatched', 'received'];
const moves: Record<
  'accept' | 'decline' | 'lapse' | 'dispatch' | 'receive' | 'close' | 'cancel' | 'lose' | 'dispute',
  { from: readonly CommitmentState[]; to: CommitmentState }
> = {
  accept: { from: ['proposed'], to: 'accepted' },
  decline: { from: ['proposed'], to: 'declined' },
  lapse: { from: ['proposed'], to: 'lapsed' },
  dispatch: { from: ['accepted'], to: 'dispatched' },
  receive: { from: ['dispatched'], to: 'received' },
  close: { from: ['received'], to: 'closed' },
  cancel: { from: ['proposed', 'accepted'], to: 'cancelled' },
  lose: { from: ['dispatched'], to: 'lost' },
  dispute: { from: live, to: 'disputed' },
};
export type Move = keyof typeof moves;

/** Moves both listings from what one form of a commitment takes up of them to what another does. */
export function shiftSides(draft: Draft, before: Commitment, after: Commitment): void {
  for (const side of ['offer', 'request'] as const) {
    const [was, is] = [takenUp(before)[side], takenUp(after)[side]];
    if (isDeepStrictEqual(was, is)) continue;
    const listing = draft.listing(after[`${side}Id`]);
    draft.putListing({
      ...listing,
      committed: listing.committed + is.committed - was.committed,
      dispatched: listing.dispatched + is.dispatched - was.dispatched,
      received: listing.received + is.received - was.received,
    });
  }
}

const impossible = {
  SAME_CLUSTER: 'Both are of the same cluster.',
  UNIT: 'The offer and the request are in different units.',
  CATEGORY: 'The offer and the request are for different products.',
};
const isImpossible = (gate: string | null): gate is keyof typeof impossible =>
  gate !== null && Object.hasOwn(impossible, gate);

/**
 * Throws unless both sides are open and have so much, in a step that both trade in, of the same thing. What else does not
 * fit people may agree on; but nobody can give masks for face shields, nor what a validator found to be none.
 */
export function assertTrades(
  draft: Draft,
  { offerId, requestId, quantity }: Pick<Commitment, 'offerId' | 'requestId' | 'quantity'>,
): void {
  const [offer, request] = [draft.listing(offerId), draft.listing(requestId)];
  for (const { state, expiresAt } of [offer, request]) {
    if (state !== 'open') throw refused('listing', state);
    if (expiresAt <= draft.at) throw refused('listing', 'expired');
  }
  const [giving, taking] = [sideOf(offer, undefined), sideOf(request, undefined)];
  const gate = gateOf(giving, taking);
  if (isImpossible(gate)) throw conflict(impossible[gate], { reason: gate });
  const revoked = (offer.revoked ?? []).find(
    ({ claim: { code } }) =>
      request.requires.some((need) => need.code === code) && !claims(offer, code),
  );
  if (revoked)
    throw conflict(`A validator revoked ${revoked.claim.code}, which the request requires.`, {
      reason: 'CONFORMITY',
      standard: revoked.claim.code,
    });
  const remaining = Math.min(offer.remaining, request.remaining);
  if (quantity > remaining)
    throw conflict(`Only ${remaining} remain.`, { reason: 'INSUFFICIENT_REMAINING', remaining });
  const lot = lotOf(giving, taking);
  if (quantity % lot !== 0)
    throw conflict(`They trade in steps of ${lot}.`, { reason: 'LOT', lot });
}

const claims = (offer: StoredListing, code: string) =>
  offer.claims.some((claim) => claim.code === code);

/** Moves a commitment, and with it what both sides have left. */
export function moveCommitment(
  draft: Draft,
  id: string,
  move: Move,
  arrived?: { received: number; accepted: number },
): void {
  const commitment = draft.commitment(id);
  const rule = moves[move];
  if (!rule.from.includes(commitment.state)) throw refused('commitment', commitment.state);
  if (move === 'accept') {
    if (commitment.lapsesAt <= draft.at) throw refused('commitment', 'lapsed');
    assertTrades(draft, commitment);
    for (const side of [commitment.offerId, commitment.requestId])
      if (!draft.listing(side).firstResponseAt)
        draft.putListing({ ...draft.listing(side), firstResponseAt: draft.at });
  }
  const moved = {
    ...commitment,
    state: rule.to,
    acceptedAt: move === 'accept' ? draft.at : commitment.acceptedAt,
    received: arrived?.received ?? commitment.received,
    accepted: arrived?.accepted ?? commitment.accepted,
  };
  // What is disputed stays held back as it was.
  if (move !== 'dispute') shiftSides(draft, commitment, moved);
  draft.putCommitment(moved);
  draft.note(id, `commitment:${move}`, commitment.state, rule.to);
}
