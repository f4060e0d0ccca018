/** The rules of writing listings: drafts, posting them, changing them, letting them run on, taking them back. */
import { hash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { v7 as uuid } from 'uuid';
import type { Cluster } from '../../../shared/contract/clusters.ts';
import type { OperationName, Parsed } from '../../../shared/contract/index.ts';
import type { Listing, Terms } from '../../../shared/contract/listing.ts';
import type { Decision } from '../../../shared/contract/listings.ts';
import { holdsOf } from '../../../shared/exchange/holds.ts';
import { runs } from '../../../shared/exchange/runs.ts';
import { type Broadcaster, room } from '../../core/broadcaster.ts';
import type { Caller, Handlers } from '../../core/caller.ts';
import { badField, conflict, forbidden, notFound } from '../../core/errors.ts';
import { createTurns } from '../../core/turns.ts';
import type { AttachmentsService } from '../attachments/attachments.service.ts';
import { assertMayWrite } from '../channels/channels.policy.ts';
import type { ChannelsService } from '../channels/channels.service.ts';
import type { ClustersStore } from '../clusters/clusters.store.ts';
import type { Catalogue } from './exchange.catalogue.ts';
import type { ExchangeChange } from './exchange.change.ts';
import { assertOwnClaims, type Checks, documentsOf } from './exchange.checks.ts';
import { toWire } from './exchange.policy.ts';
import { followClaims, nobodyRelies, relyingOn } from './exchange.reliance.ts';
import {
  actOf,
  type Draft,
  daysAfter,
  renewListing,
  requestsFor,
  trailOf,
} from './exchange.rules.ts';
import { inSight } from './exchange.sight.ts';
import { claimsAt, type ExchangeStore, type StoredListing } from './exchange.store.ts';
import type { Withdrawal } from './exchange.withdrawal.ts';
import type { ListingsService } from './listings.service.ts';

export type PostingNames = Extract<
  OperationName,
  `listing:${'draft' | 'drafts' | 'discard' | 'create' | 'edit' | 'withdraw' | 'renew' | 'surroundings'}`
>;

export interface PostingDeps {
  store: ExchangeStore;
  change: ExchangeChange;
  checks: Checks;
  catalogue: Pick<Catalogue, 'find'>;
  listings: Pick<ListingsService, 'seen'>;
  channels: ChannelsService;
  clusters: ClustersStore;
  attachments: Pick<AttachmentsService, 'assertOf' | 'keep'>;
  broadcaster: Broadcaster;
  withdrawal: Pick<Withdrawal, 'withdraw'>;
}

const mostDrafts = 100;
/** Days for which the documents of a draft are kept. */
const draftsKeep = 90;

const inDays = (days: number) => daysAfter(new Date().toISOString(), days);

/** What brings a listing back to review when it changes. */
const substantial = ['product', 'cpv', 'unit', 'quantity', 'sponsorId', 'claims'] as const;

/** That a request came with an offer. */
const askedFor = (request: StoredListing, offer: StoredListing): Decision => ({
  ...{
    id: uuid(),
    subjectId: request.id,
    at: request.createdAt,
    actorId: offer.authorId,
    what: 'listing:create',
    reason: null,
    before: null,
  },
  after: request.state,
});

/** A listing as it begins; a draft that was kept before keeps its place. */
function begun(
  terms: Terms,
  before: StoredListing | null,
  as: Pick<
    StoredListing,
    'channelId' | 'clientId' | 'clusterId' | 'authorId' | 'state' | 'holds' | 'cpv'
  >,
): StoredListing {
  const now = new Date().toISOString();
  const version = (before?.version ?? 0) + 1;
  return {
    ...terms,
    ...as,
    claims: claimsAt(now, terms.claims),
    ...{
      id: before?.id ?? uuid(),
      postId: uuid(),
      postClientId: uuid(),
      digest: digestOf(terms),
      createdAt: now,
      firstResponseAt: null,
    },
    openedAt: as.state === 'open' ? now : null,
    ...{
      expiresAt: terms.expiresAt ?? inDays(runs[terms.kind]),
      reason: null,
      revoked: [],
      version,
      changedAt: now,
      asked: false,
    },
    ...{ committed: 0, dispatched: 0, received: 0, remaining: terms.quantity },
    // A draft has no post that could be behind.
    shown: as.state === 'draft' ? version : 0,
    trail: trailOf({ trail: [], state: as.state, remaining: terms.quantity }, now),
  };
}

/** Of all that was said; when it ends is counted from the moment of sending, and so another with each try. */
const digestOf = ({ expiresAt: _expiresAt, ...terms }: Terms) =>
  hash('sha256', JSON.stringify(Object.entries(terms).sort()), 'base64url');

export function createPostingService(deps: PostingDeps): { handlers: Handlers<PostingNames> } {
  const {
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
  } = deps;
  const inTurn = createTurns();

  async function clusterOf({ clusterId }: Caller): Promise<Cluster> {
    const cluster = clusterId ? await clusters.cluster(clusterId) : null;
    if (!cluster)
      throw forbidden('Join a cluster first: a listing is posted for one.', 'NO_CLUSTER');
    return cluster;
  }

  async function draft(
    { channelId, clientId, version, ...terms }: Parsed<'listing:draft'>,
    caller: Caller,
  ): Promise<Listing> {
    assertMayWrite(await channels.visible(channelId, caller));
    const cluster = await clusterOf(caller);
    const { memberId: authorId } = caller;
    const before = await store.listingBy(authorId, clientId);
    if (version !== undefined && before?.version !== version)
      throw conflict('This draft was changed or discarded elsewhere meanwhile.', {
        reason: 'WRITTEN_ELSEWHERE',
        ...(before && { state: before.state }),
      });
    if (
      !before &&
      (await store.listings({ authorId, states: ['draft'], limit: mostDrafts })).length ===
        mostDrafts
    )
      throw conflict(`You have ${mostDrafts} drafts of listings. Post or discard one first.`, {
        reason: 'TOO_MANY_LISTING_DRAFTS',
        most: mostDrafts,
      });
    const documents = documentsOf(terms.claims);
    await attachments.assertOf(cluster.id, documents);
    await attachments.keep(cluster.id, documents, inDays(draftsKeep));
    const as = {
      channelId,
      clientId,
      clusterId: cluster.id,
      authorId,
      state: 'draft' as const,
      holds: [],
      cpv: terms.cpv ?? '',
    };
    const listing = begun(terms, before, as);
    const changed = { listings: [listing], commitments: [], decisions: [] };
    const kept = await store.add(listing, changed);
    if (kept.state !== 'draft')
      throw conflict(`This was posted already: it is ${kept.state}.`, {
        state: kept.state,
        listingId: kept.id,
      });
    await change.publish(changed);
    return toWire(kept);
  }

  async function create(
    { channelId, clientId, ...terms }: Parsed<'listing:create'>,
    caller: Caller,
  ): Promise<Listing> {
    assertMayWrite(await channels.visible(channelId, caller));
    const cluster = await clusterOf(caller);
    const product = await checks.assertSound(terms, cluster, caller);
    if (
      terms.upstreamId &&
      (await listings.seen(terms.upstreamId, caller)).clusterId !== cluster.id
    )
      throw notFound('offer of your cluster');
    if (terms.answersId && (await listings.seen(terms.answersId, caller)).kind === terms.kind)
      throw badField('answersId', 'choice', 'a listing of the other kind');
    const before = await store.listingBy(caller.memberId, clientId);
    const draft = before?.state === 'draft' ? before : null;
    const cpv = product?.cpv ?? terms.cpv ?? '';
    // One after another: of two at once the second is a duplicate.
    return inTurn(`${cluster.id} ${cpv}`, () =>
      post({ channelId, clientId, ...terms, cpv }, cluster, draft, caller),
    );
  }

  async function post(
    { channelId, clientId, ...terms }: Parsed<'listing:create'> & { cpv: string },
    cluster: Cluster,
    draft: StoredListing | null,
    caller: Caller,
  ) {
    const { median, duplicate } = await checks.surroundings({
      ...terms,
      clusterId: cluster.id,
      clientId,
    });
    const holds = holdsOf(terms, median, duplicate);
    const listing = begun(terms, null, {
      ...{
        channelId,
        clientId,
        clusterId: cluster.id,
        authorId: caller.memberId,
        holds,
        cpv: terms.cpv,
      },
      state: cluster.validated !== null && holds.length === 0 ? 'open' : 'review',
    });
    const { id, createdAt: at, authorId: actorId, state: after } = listing;
    const decision: Decision = {
      id: uuid(),
      subjectId: id,
      at,
      actorId,
      what: 'listing:create',
      reason: null,
      before: draft && 'draft',
      after,
    };
    const along = after === 'open' ? requestsFor(listing, at, await checks.inputsOf(listing)) : [];
    const changed = {
      listings: [listing, ...along],
      commitments: [],
      decisions: [decision, ...along.map((request) => askedFor(request, listing))],
    };
    await attachments.keep(cluster.id, documentsOf(terms.claims), null);
    const kept = await store.add(listing, changed);
    if (kept !== listing && (kept.digest ?? listing.digest) !== listing.digest)
      throw conflict('Another listing was already sent under this clientId.', {
        reason: 'SENT_OTHERWISE',
      });
    if (kept === listing) {
      if (draft)
        broadcaster.tell(room.member(actorId), 'listing:discarded', { listingId: draft.id });
      await change.publish(changed);
    }
    return toWire(kept);
  }

  /** A listing that is the caller's to change; `what` names what only its author can do. */
  async function ownOf(listingId: string, caller: Caller, what: string): Promise<StoredListing> {
    const listing = await listings.seen(listingId, caller);
    if (listing.authorId !== caller.memberId)
      throw forbidden(`Only its author can ${what} a listing.`, 'LISTING_AUTHOR_ONLY');
    return listing;
  }

  async function edit(
    { listingId, ...patch }: Parsed<'listing:edit'>,
    caller: Caller,
  ): Promise<Listing> {
    const listing = await ownOf(listingId, caller, 'change');
    const cluster = await clusters.cluster(listing.clusterId);
    if (!cluster) throw notFound('cluster');
    const claims = patch.claims && claimsAt(new Date().toISOString(), patch.claims);
    const patched = (now: StoredListing) =>
      ({ ...now, ...patch, ...(claims && { claims }), ...(cpv && { cpv }) }) as StoredListing;
    const product = await checks.assertSound(
      { ...listing, ...patch, expiresAt: patch.expiresAt } as Terms,
      cluster,
      caller,
      listing,
    );
    const cpv = product?.cpv ?? patch.cpv;
    const [before, after, relying] = await Promise.all([
      checks.surroundings(listing),
      checks.surroundings(patched(listing)),
      claims ? relyingOn(store, listingId) : nobodyRelies,
    ]);
    await attachments.keep(cluster.id, documentsOf(patch.claims ?? []), null);
    const write = (draft: Draft) => {
      const now = draft.listing(listingId);
      if (now.state !== 'open' && now.state !== 'review')
        throw conflict(`A listing that is ${now.state} cannot be changed.`, { state: now.state });
      assertKeepsPromises(patched(now), now);
      // A validator may have judged them since they were looked at.
      assertOwnClaims(patched(now).claims, now.claims);
      const substance = substantial.some(
        (field) => !isDeepStrictEqual(patched(now)[field], now[field]),
      );
      const known = holdsOf(now, before.median, before.duplicate);
      const found = holdsOf(patched(now), after.median, after.duplicate);
      const again = substance || found.some((hold) => !known.includes(hold));
      const state = again ? 'review' : now.state;
      const standing = now.state === 'open' && again ? toWire(now) : now.standing;
      draft.putListing({
        ...patched(now),
        asked: patch.expiresAt ? false : now.asked,
        state,
        standing,
        holds: state === 'review' ? found : now.holds,
      });
      draft.note(listingId, 'listing:edit', now.state, state);
      followClaims(draft, listingId, now.claims, relying);
    };
    return change.one(listingId, actOf(caller), write, relying.along);
  }

  return {
    handlers: {
      'listing:draft': draft,
      'listing:drafts': async (_input, caller) => {
        const drafts = await store.listings({
          authorId: caller.memberId,
          states: ['draft'],
          limit: mostDrafts,
        });
        const latest = drafts.sort((a, b) => (a.changedAt < b.changedAt ? 1 : -1));
        return (await inSight(latest, caller, channels)).map((draft) => ({
          clientId: draft.clientId,
          listing: toWire(draft),
        }));
      },
      'listing:discard': async ({ listingId }, caller) => {
        const listing = await store.listing(listingId);
        if (listing?.authorId !== caller.memberId) throw notFound('draft');
        if (!(await store.discard(listingId)))
          throw conflict(`It was posted: it is ${listing.state} now. Withdraw it instead.`, {
            state: listing.state,
          });
        broadcaster.tell(room.member(caller.memberId), 'listing:discarded', { listingId });
        return {};
      },
      'listing:create': create,
      'listing:surroundings': async ({ except, ...listing }, caller) => {
        const clientId = except && (await ownOf(except, caller, 'change')).clientId;
        const cpv = (await catalogue.find(listing.product))?.cpv;
        if (!cpv || !caller.clusterId) return { median: null, duplicate: false };
        return checks.surroundings({
          ...listing,
          cpv,
          title: '',
          clusterId: caller.clusterId,
          ...(clientId && { clientId }),
        });
      },
      'listing:edit': edit,
      'listing:withdraw': async ({ listingId, reason }, caller) => {
        await ownOf(listingId, caller, 'withdraw');
        return withdrawal.withdraw(listingId, actOf(caller, reason));
      },
      'listing:renew': async ({ listingId, days }, caller) => {
        const listing = await ownOf(listingId, caller, 'renew');
        const { duplicate } = await checks.surroundings(listing);
        return change.one(listingId, actOf(caller), (draft) =>
          renewListing(draft, listingId, days, duplicate),
        );
      },
    },
  };
}

/** What was promised stays possible, and the same thing. */
function assertKeepsPromises(
  next: StoredListing,
  { product, cpv, unit, committed, dispatched, received }: StoredListing,
) {
  const bound = committed + dispatched + received;
  const other =
    next.product !== product || next.unit !== unit || (product === null && next.cpv !== cpv);
  if (bound > 0 && (next.quantity < bound || other))
    throw conflict(`${bound} are promised already.`, { reason: 'COMMITTED', committed: bound });
}
