/** The rules of commitments: proposing, accepting, sending, receiving. Money is never handled. */
import { v7 as uuid } from 'uuid';
import type { Commitment, OwnCommitment } from '../../../shared/contract/commitments.ts';
import type { OperationName, Parsed } from '../../../shared/contract/index.ts';
import type { Listing } from '../../../shared/contract/listing.ts';
import { gateOf, lotOf } from '../../../shared/exchange/match.ts';
import type { Caller, Handlers } from '../../core/caller.ts';
import { badField, conflict, forbidden, notFound } from '../../core/errors.ts';
import { callerOf } from '../accounts/accounts.person.ts';
import type { AccountsStore } from '../accounts/accounts.store.ts';
import type { ClustersStore } from '../clusters/clusters.store.ts';
import type { ExchangeChange } from './exchange.change.ts';
import { moderates, speaksFor, wireFor } from './exchange.policy.ts';
import { assertTrades, draftOf, type Move, moveCommitment } from './exchange.rules.ts';
import { sideOf } from './exchange.sides.ts';
import type { ExchangeStore, StoredListing } from './exchange.store.ts';
import type { ListingsService } from './listings.service.ts';

export interface CommitmentsDeps {
  store: ExchangeStore;
  change: ExchangeChange;
  listings: ListingsService;
  accounts: AccountsStore;
  clusters: ClustersStore;
}

export interface CommitmentsService {
  /** @param planned out of a plan, whose shipment has this id: both sides have to accept it, and it is proposed once whoever does it */
  propose(input: Parsed<'commitment:propose'>, caller: Caller, planned?: string): Promise<Commitment>;
  /** Proposes a listing that has opened to the one it answers, as much as both have; once, and only where it fits. */
  answer(listing: Listing): Promise<void>;
  handlers: Handlers<Extract<OperationName, `commitment:${string}`>>;
}

type Side = 'offer' | 'request';

/** Hours a proposal stands. */
const stands = 48;

/** Which side may take which step; a moderator declares a shipment lost. */
const sideFor: Record<Exclude<Parsed<'commitment:act'>['action'], 'lose'>, 'counterpart' | 'offer' | 'request' | 'either'> = {
  accept: 'counterpart',
  decline: 'counterpart',
  dispatch: 'offer',
  receive: 'request',
  close: 'request',
  cancel: 'either',
  dispute: 'either',
};

/** From acceptance on both sides know whom to call, until it is called off. */
const knowEachOther = ({ acceptedAt, state }: Commitment) => acceptedAt !== null && state !== 'cancelled';

export function createCommitmentsService({ store, change, listings, accounts, clusters }: CommitmentsDeps): CommitmentsService {
  async function sidesOf({ offerId, requestId }: Pick<Commitment, 'offerId' | 'requestId'>): Promise<{ offer: StoredListing; request: StoredListing }> {
    const [offer, request] = await Promise.all([store.listing(offerId), store.listing(requestId)]);
    if (!offer || !request) throw notFound('commitment');
    return { offer, request };
  }

  const sideOfCaller = (caller: Caller, { offer, request }: { offer: StoredListing; request: StoredListing }): Side | null =>
    speaksFor(caller, offer) ? 'offer' : speaksFor(caller, request) ? 'request' : null;

  async function propose(input: Parsed<'commitment:propose'>, caller: Caller, planned?: string): Promise<Commitment> {
    const [offer, request] = await Promise.all([listings.seen(input.offerId, caller), listings.seen(input.requestId, caller)]);
    if (offer.kind !== 'offer' || request.kind !== 'request') throw badField('offerId', 'an offer and a request');
    const side = planned ? 'plan' : sideOfCaller(caller, { offer, request });
    if (!side) throw forbidden('Only the clusters of the offer or of the request can propose this.');
    const [ours, theirs] = await Promise.all([clusters.cluster(offer.clusterId), clusters.cluster(request.clusterId)]);
    const [giving, taking] = [sideOf(offer, ours ?? undefined), sideOf(request, theirs ?? undefined)];
    // What else does not fit people may agree on; but nobody can give masks for face shields.
    if (gateOf(giving, taking) === 'CATEGORY') throw conflict('The offer and the request are for different products.', { reason: 'CATEGORY' });
    const lot = lotOf(giving, taking);
    const at = new Date().toISOString();
    const commitment: Commitment = {
      ...input,
      id: planned ?? uuid(),
      by: side,
      proposedBy: caller.memberId,
      state: 'proposed',
      received: null,
      accepted: null,
      reason: null,
      flagged: null,
      createdAt: at,
      changedAt: at,
      acceptedAt: null,
      lapsesAt: new Date(Date.parse(at) + stands * 3_600_000).toISOString(),
    };
    const { commitment: kept, changed } = await store.propose(commitment, [offer.id, request.id], (loaded) => {
      const draft = draftOf(loaded, { actorId: caller.memberId, at });
      const both = [draft.listing(offer.id), draft.listing(request.id)];
      for (const listing of both) assertTrades(listing, at);
      if (offer.unit !== request.unit) throw conflict('The offer and the request are in different units.', { reason: 'UNIT' });
      if (offer.clusterId === request.clusterId) throw conflict('Both are of the same cluster.', { reason: 'SAME_CLUSTER' });
      const remaining = Math.min(...both.map((listing) => listing.remaining));
      if (input.quantity > remaining) throw conflict(`Only ${remaining} remain.`, { reason: 'INSUFFICIENT_REMAINING', remaining });
      if (input.quantity % lot !== 0) throw conflict(`They trade in steps of ${lot}.`, { reason: 'LOT', lot });
      // It is an answer to the other side; a plan, and what one proposes to oneself, is none.
      const answered = side === 'plan' ? undefined : draft.listing(side === 'offer' ? request.id : offer.id);
      if (answered && !answered.firstResponseAt) draft.putListing({ ...answered, firstResponseAt: at });
      draft.putCommitment(commitment);
      draft.note(commitment.id, 'commitment:propose', null, 'proposed');
      return draft.changed();
    });
    if ((kept.id !== commitment.id || !changed) && (kept.offerId !== offer.id || kept.requestId !== request.id || kept.quantity !== input.quantity))
      throw conflict('Another proposal was already sent under this clientId.');
    if (changed) await change.publish(changed);
    return kept;
  }

  async function answer({ id, kind, answersId, authorId }: Listing): Promise<void> {
    const author = answersId ? await accounts.member(authorId) : null;
    if (!author || !answersId) return;
    const [offerId, requestId] = kind === 'offer' ? [id, answersId] : [answersId, id];
    const { offer, request } = await sidesOf({ offerId, requestId });
    const lot = lotOf(sideOf(offer, undefined), sideOf(request, undefined));
    const most = Math.min(offer.remaining, request.remaining);
    if (most >= lot) await propose({ clientId: id, offerId, requestId, quantity: most - (most % lot) }, callerOf(author));
  }

  async function act({ commitmentId, action, received, accepted, reason }: Parsed<'commitment:act'>, caller: Caller): Promise<Commitment> {
    const commitment = await store.commitment(commitmentId);
    if (!commitment) throw notFound('commitment');
    const sides = await sidesOf(commitment);
    const side = sideOfCaller(caller, sides);
    if (!side && !moderates(caller)) throw notFound('commitment');
    if ((action === 'dispute' || action === 'lose' || action === 'cancel') && !reason) throw badField('reason', 'needed, for the other side to see');
    const arrived = action === 'receive' ? arrivedOf(received, accepted, commitment.quantity) : undefined;
    const { offerId, requestId } = commitment;
    const { commitments } = await change.run(
      { listings: [offerId, requestId], commitments: [commitmentId] },
      { actorId: caller.memberId, at: new Date().toISOString(), reason },
      (draft) => {
        const now = draft.commitment(commitmentId);
        // As it is now: somebody of the same side may have acted since it was looked up.
        assertMayAct(action, side, now, caller);
        // What a plan proposes nobody has agreed to yet: the first to do so stands for it, the other accepts.
        if (action === 'accept' && now.by === 'plan' && now.state === 'proposed' && side) {
          draft.putCommitment({ ...now, by: side });
          draft.note(commitmentId, 'commitment:agree', 'proposed', 'proposed');
          return;
        }
        moveCommitment(draft, commitmentId, action as Move, arrived);
        if (reason) draft.putCommitment({ ...draft.commitment(commitmentId), reason });
      },
    );
    return commitments.find(({ id }) => id === commitmentId) as Commitment;
  }

  /** The commitments of a cluster's listings, or of one listing that its cluster asks for. */
  async function list({ listingId }: Parsed<'commitment:list'>, caller: Caller): Promise<OwnCommitment[]> {
    const own = listingId
      ? [await listings.seen(listingId, caller)].filter((listing) => speaksFor(caller, listing) || moderates(caller))
      : caller.clusterId
        ? await store.listings({ clusterId: caller.clusterId, limit: 1000 })
        : [];
    const found = own.length > 0 ? await store.commitmentsOf(own.map(({ id }) => id)) : [];
    return Promise.all(
      found.map(async (commitment) => {
        const sides = await sidesOf(commitment);
        const contacts = knowEachOther(commitment) ? { offer: await contactOf(sides.offer), request: await contactOf(sides.request) } : null;
        return {
          commitment,
          offer: wireFor(caller, sides.offer),
          request: wireFor(caller, sides.request),
          side: sideOfCaller(caller, sides) ?? 'offer',
          contacts,
        };
      }),
    );
  }

  async function contactOf({ authorId }: StoredListing) {
    const member = await accounts.member(authorId);
    return { memberId: authorId, name: member?.name ?? '', email: member?.email ?? null };
  }

  return { propose, answer, handlers: { 'commitment:propose': (input, caller) => propose(input, caller), 'commitment:act': act, 'commitment:list': list } };
}

function assertMayAct(action: Parsed<'commitment:act'>['action'], side: Side | null, { by, state }: Commitment, caller: Caller) {
  if (action === 'lose') {
    if (!moderates(caller)) throw forbidden('Only moderators can declare a shipment lost.');
    return;
  }
  if (action === 'cancel' && state === 'proposed' && side !== by)
    throw forbidden('Only who proposed it can take a proposal back; the other side can decline it.');
  const whose = sideFor[action];
  const may = side !== null && (whose === 'either' || whose === side || (whose === 'counterpart' && side !== by));
  if (!may) throw forbidden(whose === 'counterpart' ? 'Only the other side can answer a proposal.' : 'Only the other side can do this.');
}

function arrivedOf(received: number | undefined, accepted: number | undefined, quantity: number) {
  if (received === undefined || accepted === undefined) throw badField('received', 'how much arrived, and how much of it is taken');
  if (accepted > received || received > quantity) throw badField('accepted', 'no more than arrived, and no more arrived than was promised');
  return { received, accepted };
}
