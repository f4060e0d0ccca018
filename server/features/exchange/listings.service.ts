/** The rules of listings: posting, review, editing, expiry, evidence, matches. */
import { v7 as uuid } from 'uuid';
import type { Decision } from '../../../shared/contract/exchange.ts';
import type { OperationName, Parsed } from '../../../shared/contract/index.ts';
import type { Listing, Terms } from '../../../shared/contract/listing.ts';
import type { Product } from '../../../shared/exchange/catalogue.ts';
import { holdsOf } from '../../../shared/exchange/holds.ts';
import type { Caller, Handlers } from '../../core/caller.ts';
import { AppError, conflict, forbidden, notFound } from '../../core/errors.ts';
import { assertMayWrite } from '../channels/channels.policy.ts';
import type { ChannelsService } from '../channels/channels.service.ts';
import type { ClustersStore } from '../clusters/clusters.store.ts';
import type { Catalogue } from './exchange.catalogue.ts';
import type { ExchangeChange } from './exchange.change.ts';
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
import { type Act, type Draft, type MissingInput, moveCommitment, moveListing, renewListing, requestsFor, trailOf } from './exchange.rules.ts';
import { inSight } from './exchange.sight.ts';
import type { ExchangeStore, ListingQuery, StoredListing } from './exchange.store.ts';

export type ListingNames = Exclude<Extract<OperationName, `listing:${string}`>, 'listing:matches'>;

export interface ListingsService {
  handlers: Handlers<ListingNames>;
  /** A listing the caller may see; `not_found` for unknown and for unseen ones alike. */
  seen(id: string, caller: Caller): Promise<StoredListing>;
  /** Listings that the caller may see, newest first; open ones, where no state is asked for. */
  find(query: ListingQuery, caller: Caller): Promise<Listing[]>;
}

export interface ListingsDeps {
  store: ExchangeStore;
  change: ExchangeChange;
  catalogue: Pick<Catalogue, 'find'>;
  channels: ChannelsService;
  clusters: ClustersStore;
}

const day = 86_400_000;
/** Days a listing runs unless it says otherwise, and at most. */
const runs = { offer: 14, request: 7, most: 90 };
const actOf = (caller: Caller, reason?: string): Act => ({ actorId: caller.memberId, at: new Date().toISOString(), reason });
const inDays = (days: number) => new Date(Date.now() + days * day).toISOString();

/** That a request came with an offer. */
const askedFor = (request: StoredListing, offer: StoredListing): Decision => ({
  ...{ id: uuid(), subjectId: request.id, at: request.createdAt, actorId: offer.authorId, what: 'listing:create', reason: null, before: null },
  after: request.state,
});

export function createListingsService({ store, change, catalogue, channels, clusters }: ListingsDeps): ListingsService {
  async function seen(id: string, caller: Caller): Promise<StoredListing> {
    const listing = await store.listing(id);
    if (!listing || !maySee(caller, listing)) throw notFound('listing');
    await channels.visible(listing.channelId, caller).catch(() => Promise.reject(notFound('listing')));
    return listing;
  }

  /** Changes a listing, and whatever goes with it; the listing as the change left it. */
  async function changed(id: string, others: { listings?: string[]; commitments?: string[] }, act: Act, work: (draft: Draft) => void): Promise<Listing> {
    const { listings } = await change.run({ listings: [id, ...(others.listings ?? [])], commitments: others.commitments ?? [] }, act, work);
    return toWire(listings.find((listing) => listing.id === id) as StoredListing);
  }

  const single = (id: string, act: Act, work: (draft: Draft) => void) => changed(id, {}, act, work);

  /** What is wrong with the terms as a whole, beyond each field. */
  async function assertSound(terms: Terms): Promise<Product | null> {
    const bad = (path: string, message: string) => new AppError('bad_request', `${path}: ${message}`, { issues: [{ path, message }] });
    const product = terms.product === null ? null : await catalogue.find(terms.product);
    if (terms.product !== null && !product) throw bad('product', 'not in the catalogue');
    if (!product && !terms.cpv) throw bad('cpv', 'needed where there is no product');
    if (terms.quantity % terms.lot !== 0) throw bad('quantity', 'a multiple of the lot');
    if (terms.kind === 'request' && (terms.minShip > 0 || terms.maxRecipients !== null)) throw bad('minShip', 'offers only');
    if (terms.kind === 'offer' && (terms.minReceive > 0 || terms.toleranceDays > 0 || terms.requires.length > 0)) throw bad('requires', 'requests only');
    if (terms.upstreamId !== null && terms.kind === 'offer') throw bad('upstreamId', 'requests only');
    if (terms.mode !== 'capacity' && (terms.ratePerWeek !== null || terms.missingInputs.length > 0)) throw bad('ratePerWeek', 'capacity only');
    if (terms.claims.some(({ level }) => level === 'verified')) throw bad('claims', 'only a validator says that a claim is verified');
    if (terms.expiresAt && Date.parse(terms.expiresAt) > Date.now() + runs.most * day) throw bad('expiresAt', `at most ${runs.most} days`);
    return product;
  }

  async function create({ channelId, clientId, ...terms }: Parsed<'listing:create'>, caller: Caller): Promise<Listing> {
    assertMayWrite(await channels.visible(channelId, caller));
    const cluster = caller.clusterId ? await clusters.cluster(caller.clusterId) : null;
    if (!cluster) throw forbidden('Join a cluster first: a listing is posted for one.');
    const product = await assertSound(terms);
    if (cluster.kind === 'company' && !terms.sponsorId) throw forbidden('A company names the cluster or authority that vouches for it.');
    if (terms.sponsorId === cluster.id || (terms.sponsorId && !(await clusters.cluster(terms.sponsorId)))) throw notFound('sponsor');
    if (terms.upstreamId && (await seen(terms.upstreamId, caller)).clusterId !== cluster.id) throw notFound('offer of your cluster');
    if (terms.priority === 'critical' && !moderates(caller) && !(cluster.kind === 'authority' && cluster.validated))
      throw forbidden('Only authorities and moderators can call a request critical.');
    const duplicate = terms.product !== null && (await duplicateOf(terms.kind, cluster.id, terms.product, terms.nuts, clientId));
    const holds = holdsOf(terms, terms.product ? await store.median(terms.product) : null, duplicate);
    const now = new Date().toISOString();
    const opens = cluster.validated !== null && holds.length === 0;
    const id = uuid();
    const listing: StoredListing = {
      ...terms,
      id,
      clientId,
      channelId,
      postId: uuid(),
      cpv: product?.cpv ?? terms.cpv ?? '',
      clusterId: cluster.id,
      authorId: caller.memberId,
      state: opens ? 'open' : 'review',
      reason: null,
      holds,
      revoked: [],
      createdAt: now,
      openedAt: opens ? now : null,
      expiresAt: terms.expiresAt ?? inDays(runs[terms.kind]),
      firstResponseAt: null,
      version: 1,
      shown: 0,
      asked: false,
      committed: 0,
      dispatched: 0,
      received: 0,
      remaining: terms.quantity,
      changedAt: now,
      trail: [],
    };
    listing.trail = trailOf(listing, now);
    const decision: Decision = {
      id: uuid(),
      subjectId: id,
      at: now,
      actorId: caller.memberId,
      what: 'listing:create',
      reason: null,
      before: null,
      after: listing.state,
    };
    const along = opens ? requestsFor(listing, now, await inputsOf(listing)) : [];
    const changed = { listings: [listing, ...along], commitments: [], decisions: [decision, ...along.map((request) => askedFor(request, listing))] };
    const kept = await store.add(listing, changed);
    if (kept.id !== id && (kept.title !== terms.title || kept.quantity !== terms.quantity))
      throw conflict('Another listing was already sent under this clientId.');
    if (kept.id === id) await change.publish(changed);
    return toWire(kept);
  }

  async function edit({ listingId, ...patch }: Parsed<'listing:edit'>, caller: Caller): Promise<Listing> {
    const listing = await seen(listingId, caller);
    if (listing.authorId !== caller.memberId) throw forbidden('Only its author can change a listing.');
    const terms = { ...listing, ...patch } as StoredListing;
    const product = await assertSound({ ...terms, claims: patch.claims ?? [] });
    const substance = patch.quantity !== undefined || patch.product !== undefined || patch.claims !== undefined;
    const median = substance && terms.product ? await store.median(terms.product) : null;
    return single(listingId, actOf(caller), (draft) => {
      const now = draft.listing(listingId);
      if (now.state !== 'open' && now.state !== 'review') throw conflict(`A listing that is ${now.state} cannot be changed.`, { state: now.state });
      const bound = now.committed + now.dispatched + now.received;
      if (patch.quantity !== undefined && patch.quantity < bound) throw conflict(`${bound} are promised already.`, { reason: 'COMMITTED', committed: bound });
      const next = { ...now, ...patch, cpv: product?.cpv ?? now.cpv } as StoredListing;
      const state = substance ? 'review' : now.state;
      const standing = now.state === 'open' && state === 'review' ? toWire(now) : now.standing;
      draft.putListing({ ...next, state, standing, holds: substance ? holdsOf(next, median) : now.holds });
      draft.note(listingId, 'listing:edit', now.state, state);
    });
  }

  async function withdraw({ listingId, reason }: Parsed<'listing:withdraw'>, caller: Caller): Promise<Listing> {
    const listing = await seen(listingId, caller);
    if (listing.authorId !== caller.memberId) throw forbidden('Only its author can withdraw a listing.');
    const proposed = (await store.commitmentsOf([listingId])).filter(({ state }) => state === 'proposed').map(({ id }) => id);
    const act = actOf(caller, reason);
    return changed(listingId, { commitments: proposed }, act, (draft) => {
      moveListing(draft, listingId, 'withdraw', act);
      for (const id of proposed) if (draft.commitment(id).state === 'proposed') moveCommitment(draft, id, 'decline');
    });
  }

  /** Says what a claim is worth; a revoked one takes with it what relied on it. */
  async function setEvidence({ listingId, code, level, reason }: Parsed<'listing:set-evidence'>, caller: Caller): Promise<Listing> {
    const listing = await seen(listingId, caller);
    if (!caller.roles.includes('validator') || speaksFor(caller, listing)) throw forbidden('Only validators of another cluster can do this.');
    const again = listing.revoked?.find(({ claim }) => claim.code === code);
    if (!listing.claims.some((claim) => claim.code === code) && !(again && level)) throw notFound('claim');
    const related = (await store.commitmentsOf([listingId])).filter(({ state }) => state === 'proposed' || state === 'accepted' || state === 'dispatched');
    const requests = [...new Set(related.map(({ requestId }) => requestId))];
    return changed(listingId, { listings: requests, commitments: related.map(({ id }) => id) }, actOf(caller, reason), (draft) => {
      const now = draft.listing(listingId);
      const revoked = (now.revoked ?? []).filter(({ claim }) => claim.code !== code);
      const gone = now.claims.find((claim) => claim.code === code);
      const judged = (claims: Listing['claims']) => {
        const others = claims.filter((claim) => claim.code !== code);
        const claim = gone ?? again?.claim;
        return level && claim ? [...others, { ...claim, level }] : others;
      };
      const standing = now.standing && { ...now.standing, claims: judged(now.standing.claims) };
      draft.putListing({ ...now, claims: judged(now.claims), standing, revoked: level || !gone ? revoked : [...revoked, { claim: gone, reason }] });
      draft.note(listingId, 'claim:set', now.claims.find((claim) => claim.code === code)?.level ?? null, `${code} ${level ?? 'revoked'}`);
      if (level) return;
      for (const { id, requestId } of related) {
        const relied = draft.listing(requestId).requires.some((need) => need.code === code);
        const { state } = draft.commitment(id);
        if (!relied) continue;
        draft.putCommitment({ ...draft.commitment(id), flagged: code });
        if (state === 'proposed') moveCommitment(draft, id, 'decline');
        if (state === 'accepted') moveCommitment(draft, id, 'cancel');
      }
    });
  }

  /** What the caller may not see is passed over, however much of it stands in between. */
  async function find(query: ListingQuery, caller: Caller): Promise<Listing[]> {
    const seen: StoredListing[] = [];
    for (let before = query.before; ; ) {
      const found = await store.listings({ states: ['open'], ...query, before });
      const mine = found.filter((listing) => maySee(caller, listing));
      seen.push(...(await inSight(mine, caller, channels)));
      before = found.at(-1)?.id;
      if (found.length < query.limit || seen.length >= query.limit) return seen.slice(0, query.limit).map((listing) => wireFor(caller, listing));
    }
  }

  /** What of the inputs an offer is missing is in the catalogue, with what a check of a request for it has to know. */
  async function inputsOf({ missingInputs, clusterId, nuts }: Pick<StoredListing, 'missingInputs' | 'clusterId' | 'nuts'>): Promise<Map<string, MissingInput>> {
    const inputs = new Map<string, MissingInput>();
    for (const slug of new Set(missingInputs)) {
      const product = await catalogue.find(slug);
      if (product) inputs.set(slug, { product, median: await store.median(slug), duplicate: await duplicateOf('request', clusterId, slug, nuts) });
    }
    return inputs;
  }

  /** Whether a cluster has another open listing of a kind, product and region. */
  async function duplicateOf(kind: Listing['kind'], clusterId: string, product: string, nuts: string, clientId?: string): Promise<boolean> {
    const siblings = await store.listings({ kind, clusterId, states: ['open', 'review'], product, limit: 200 });
    return siblings.some((other) => other.nuts === nuts && other.clientId !== clientId);
  }

  return {
    seen,
    find,
    handlers: {
      'listing:create': create,
      'listing:get': async ({ listingId }, caller) => wireFor(caller, await seen(listingId, caller)),
      'listing:list': ({ own, state, ...query }, caller) =>
        find({ ...query, ...(own ? { clusterId: caller.clusterId ?? caller.memberId, states: undefined } : { states: [state] }) }, caller),
      'listing:reviews': async (_input, caller) => {
        const states = ['review'] as const;
        const waiting = moderates(caller)
          ? await store.listings({ states, limit: 200 })
          : caller.clusterId
            ? await store.listings({ states, sponsorId: caller.clusterId, limit: 200 })
            : [];
        return waiting.filter((listing) => mayReview(caller, listing)).map(toWire);
      },
      'listing:decide': async ({ listingId, decision, reason }, caller) => {
        const listing = await seen(listingId, caller);
        if (decision === 'open' || decision === 'reject') assertReviews(caller, listing);
        else assertModeratesExchange(caller, listing);
        if (decision !== 'open' && decision !== 'resume' && !reason) throw new AppError('bad_request', 'reason: needed, for the author to see');
        const act = actOf(caller, reason);
        const inputs = await inputsOf(listing);
        return single(listingId, act, (draft) => {
          const first = draft.listing(listingId).openedAt === null;
          moveListing(draft, listingId, decision, act);
          if (!first || decision !== 'open') return;
          for (const request of requestsFor(draft.listing(listingId), act.at, inputs)) {
            draft.putListing(request);
            draft.note(request.id, 'listing:create', null, request.state);
          }
        });
      },
      'listing:edit': edit,
      'listing:withdraw': withdraw,
      'listing:renew': async ({ listingId, days }, caller) => {
        const listing = await seen(listingId, caller);
        if (listing.authorId !== caller.memberId) throw forbidden('Only its author can renew a listing.');
        return single(listingId, actOf(caller), (draft) => renewListing(draft, listingId, inDays(days)));
      },
      'listing:set-evidence': setEvidence,
      'listing:decisions': async ({ listingId }, caller) => {
        const listing = await seen(listingId, caller);
        if (!sponsors(caller, listing) && !moderates(caller)) assertSpeaksFor(caller, listing);
        const commitments = await store.commitmentsOf([listingId]);
        return store.decisionsOf([listingId, ...commitments.map(({ id }) => id)]);
      },
    },
  };
}
