/** The rules of listings that stand: who sees them, who decides about them, what their evidence is worth. */
import type { OperationName, Parsed } from '../../../shared/contract/index.ts';
import { type Listing, listingStates } from '../../../shared/contract/listing.ts';
import type { Caller, Handlers } from '../../core/caller.ts';
import { badField, conflict, forbidden, notFound } from '../../core/errors.ts';
import type { AttachmentsService } from '../attachments/attachments.service.ts';
import type { ChannelsService } from '../channels/channels.service.ts';
import type { ClustersStore } from '../clusters/clusters.store.ts';
import type { ExchangeChange } from './exchange.change.ts';
import { type Checks, documentsOf, vouches } from './exchange.checks.ts';
import {
  assertModeratesExchange,
  assertReviews,
  assertSpeaksFor,
  mayReview,
  maySee,
  moderates,
  speaksFor,
  sponsors,
  toWire,
  wireFor,
} from './exchange.policy.ts';
import { flagSuspended, followClaims, nobodyRelies, relyingOn } from './exchange.reliance.ts';
import { actOf, type Draft, moveListing, requestsFor } from './exchange.rules.ts';
import { inSight } from './exchange.sight.ts';
import {
  claimsAt,
  type ExchangeStore,
  type ListingQuery,
  type StoredListing,
} from './exchange.store.ts';

export type ListingNames = Extract<
  OperationName,
  `listing:${'get' | 'list' | 'reviews' | 'decide' | 'set-evidence' | 'decisions' | 'document'}`
>;

/** Listings that are read, and reviews that are shown, at a time. */
const together = 200;
const posted = listingStates.filter((state) => state !== 'draft');

export interface ListingsService {
  handlers: Handlers<ListingNames>;
  /** A listing the caller may see; `not_found` for unknown and for unseen ones alike. */
  seen(id: string, caller: Caller): Promise<StoredListing>;
  /** What waits for the caller's review, longest first. */
  reviews(caller: Caller): Promise<StoredListing[]>;
  /** Listings that the caller may see, newest first; open ones, where no state is asked for. */
  find(query: ListingQuery, caller: Caller): Promise<Listing[]>;
}

export interface ListingsDeps {
  store: ExchangeStore;
  change: ExchangeChange;
  checks: Pick<Checks, 'inputsOf'>;
  channels: ChannelsService;
  clusters: Pick<ClustersStore, 'cluster'>;
  attachments: Pick<AttachmentsService, 'file'>;
}

export function createListingsService({
  store,
  change,
  checks,
  channels,
  clusters,
  attachments,
}: ListingsDeps): ListingsService {
  async function seen(id: string, caller: Caller): Promise<StoredListing> {
    const listing = await store.listing(id);
    if (!listing || !maySee(caller, listing)) throw notFound('listing');
    if ((await inSight([listing], caller, channels)).length === 0) throw notFound('listing');
    return listing;
  }

  /** Says what a claim is worth; one that is lowered or revoked takes with it what relied on it. */
  async function setEvidence(
    { listingId, code, level, reason }: Parsed<'listing:set-evidence'>,
    caller: Caller,
  ): Promise<Listing> {
    const listing = await seen(listingId, caller);
    if (!caller.roles.includes('validator') || speaksFor(caller, listing))
      throw forbidden('Only validators of another cluster can do this.', 'OTHER_VALIDATORS_ONLY');
    const again = listing.revoked?.find(({ claim }) => claim.code === code);
    if (!listing.claims.some((claim) => claim.code === code) && !(again && level))
      throw notFound('claim');
    const relying = await relyingOn(store, listingId);
    const judge = (draft: Draft) => {
      const now = draft.listing(listingId);
      const revoked = (now.revoked ?? []).filter(({ claim }) => claim.code !== code);
      const gone = now.claims.find((claim) => claim.code === code);
      const judged = (claims: Listing['claims']) => {
        const others = claims.filter((claim) => claim.code !== code);
        const claim = gone ?? again?.claim;
        return level && claim ? claimsAt(draft.at, [...others, { ...claim, level }]) : others;
      };
      const standing = now.standing && { ...now.standing, claims: judged(now.standing.claims) };
      draft.putListing({
        ...now,
        claims: judged(now.claims),
        standing,
        revoked: level || !gone ? revoked : [...revoked, { claim: gone, reason }],
      });
      draft.note(
        listingId,
        'claim:set',
        now.claims.find((claim) => claim.code === code)?.level ?? null,
        `${code} ${level ?? 'revoked'}`,
      );
      followClaims(draft, listingId, now.claims, relying);
    };
    const judged = await change.one(listingId, actOf(caller, reason), judge, relying.along);
    await change.tellAuthor(judged, 'listing:decided', { listing: judged, what: 'judge' });
    return judged;
  }

  /** What the caller may not see is passed over, however much of it stands in between. */
  async function find(query: ListingQuery, caller: Caller): Promise<Listing[]> {
    const seen: StoredListing[] = [];
    const stride = Math.max(query.limit, together);
    for (let before = query.before; ; ) {
      const found = await store.listings({ states: ['open'], ...query, before, limit: stride });
      const mine = found.filter((listing) => maySee(caller, listing));
      seen.push(...(await inSight(mine, caller, channels)));
      before = found.at(-1)?.id;
      if (found.length < stride || seen.length >= query.limit)
        return seen.slice(0, query.limit).map((listing) => wireFor(caller, listing));
    }
  }

  /** Whether the caller's cluster can vouch for others; one that lost its mark cannot. */
  const vouching = async ({ clusterId }: Caller) =>
    clusterId !== null && vouches(await clusters.cluster(clusterId));

  async function reviews(caller: Caller): Promise<StoredListing[]> {
    const whose = moderates(caller)
      ? {}
      : (await vouching(caller))
        ? { sponsorId: caller.clusterId ?? '' }
        : null;
    const waiting: StoredListing[] = [];
    for (let before: string | undefined; whose; ) {
      const found = await store.listings({ states: ['review'], ...whose, before, limit: together });
      waiting.push(...found.filter((listing) => mayReview(caller, listing)));
      before = found.at(-1)?.id;
      if (found.length < together) break;
    }
    return (await inSight(waiting, caller, channels)).reverse().slice(0, together);
  }

  return {
    seen,
    find,
    reviews,
    handlers: {
      'listing:get': async ({ listingId }, caller) =>
        wireFor(caller, await seen(listingId, caller)),
      'listing:list': ({ own, state, ...query }, caller) =>
        find(
          {
            ...query,
            ...(own && { clusterId: caller.clusterId ?? caller.memberId }),
            states: state ? [state] : own ? posted : ['open'],
          },
          caller,
        ),
      'listing:reviews': async (_input, caller) => (await reviews(caller)).map(toWire),
      'listing:decide': async ({ listingId, decision, version, reason }, caller) => {
        const listing = await seen(listingId, caller);
        if (decision === 'open' || decision === 'reject')
          assertReviews(caller, listing, await vouching(caller));
        else assertModeratesExchange(caller, listing);
        if (decision === 'open' && version === undefined)
          throw badField('version', 'missing', 'needed: the one that was looked at');
        if (decision !== 'open' && decision !== 'resume' && !reason)
          throw badField('reason', 'missing', 'needed, for the author to see');
        const act = actOf(caller, reason);
        const [inputs, relying] = await Promise.all([
          checks.inputsOf(listing),
          decision === 'suspend' ? relyingOn(store, listingId) : nobodyRelies,
        ]);
        const decide = (draft: Draft) => {
          const now = draft.listing(listingId);
          if (decision === 'open' && now.state === 'review' && now.version !== version)
            throw conflict('It was changed meanwhile. Look at it again.', {
              reason: 'CHANGED',
              version: now.version,
            });
          const first = now.openedAt === null;
          moveListing(draft, listingId, decision, act);
          if (decision === 'suspend') flagSuspended(draft, relying);
          if (!first || decision !== 'open') return;
          for (const request of requestsFor(draft.listing(listingId), act.at, inputs)) {
            draft.putListing(request);
            draft.note(request.id, 'listing:create', null, request.state);
          }
        };
        const decided = await change.one(listingId, act, decide, relying.along);
        await change.tellAuthor(decided, 'listing:decided', { listing: decided, what: decision });
        return decided;
      },
      'listing:set-evidence': setEvidence,
      'listing:document': async ({ listingId, attachmentId }, caller) => {
        const listing = await seen(listingId, caller);
        const { claims, revoked } = wireFor(caller, listing);
        if (!documentsOf([...claims, ...revoked.map(({ claim }) => claim)]).includes(attachmentId))
          throw notFound('document');
        return attachments.file(listing.clusterId, attachmentId);
      },
      'listing:decisions': async ({ listingId }, caller) => {
        const listing = await seen(listingId, caller);
        if (!sponsors(caller, listing) && !moderates(caller)) assertSpeaksFor(caller, listing);
        const commitments = await store.commitmentsOf([listingId]);
        return store.decisionsOf([listingId, ...commitments.map(({ id }) => id)]);
      },
    },
  };
}
