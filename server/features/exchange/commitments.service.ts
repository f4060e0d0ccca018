/** The rules of commitments: proposing, accepting, sending, receiving. Money is never handled. */
import { v7 as uuid } from 'uuid';
import {
  type Commitment,
  type CommitmentState,
  commitmentStates,
  type OwnCommitment,
} from '../../../shared/contract/commitments.ts';
import type { OperationName, Parsed } from '../../../shared/contract/index.ts';
import type { Listing } from '../../../shared/contract/listing.ts';
import { gateOf, lotOf } from '../../../shared/exchange/match.ts';
import { asksBefore } from '../../../shared/exchange/runs.ts';
import type { Caller, Handlers } from '../../core/caller.ts';
import { badField, conflict, forbidden, notFound } from '../../core/errors.ts';
import { callerOf } from '../accounts/accounts.person.ts';
import { isShutOut } from '../accounts/accounts.standing.ts';
import type { AccountsStore } from '../accounts/accounts.store.ts';
import type { ChannelsService } from '../channels/channels.service.ts';
import type { ExchangeChange } from './exchange.change.ts';
import { disputedFrom, isOutcome, settle } from './exchange.disputes.ts';
import { moderates, speaksFor, toWire, wireFor } from './exchange.policy.ts';
import {
  assertTrades,
  daysAfter,
  draftOf,
  hoursAfter,
  type Move,
  moveCommitment,
} from './exchange.rules.ts';
import { sideOf } from './exchange.sides.ts';
import { assertWithinReach, inSight } from './exchange.sight.ts';
import type { ExchangeStore, StoredListing } from './exchange.store.ts';
import type { ListingsService } from './listings.service.ts';

export interface CommitmentsDeps {
  store: ExchangeStore;
  change: ExchangeChange;
  listings: ListingsService;
  accounts: AccountsStore;
  channels: Pick<ChannelsService, 'visible' | 'seenBy'>;
}

export interface CommitmentsService {
  /** @param planned out of a plan, whose shipment has this id: both sides have to accept it, and it is proposed once whoever does it */
  propose(
    input: Parsed<'commitment:propose'>,
    caller: Caller,
    planned?: string,
  ): Promise<Commitment>;
  /** Proposes a listing that has opened to the one it answers, as much as both have; once, and only where it fits. */
  answer(listing: Pick<Listing, 'id' | 'kind' | 'answersId' | 'authorId'>): Promise<void>;
  handlers: Handlers<Extract<OperationName, `commitment:${string}` | 'exchange:waiting'>>;
}

type Side = 'offer' | 'request';
type Sides = Record<Side, StoredListing>;

/** Hours a proposal stands. */
const stands = 48;

/** Which side may take which step; a moderator declares a shipment lost. */
const sideFor: Record<
  Exclude<Parsed<'commitment:act'>['action'], 'lose'>,
  'counterpart' | 'offer' | 'request' | 'either'
> = {
  accept: 'counterpart',
  decline: 'counterpart',
  dispatch: 'offer',
  receive: 'request',
  close: 'request',
  cancel: 'either',
  dispute: 'either',
};

/** What still asks for something, and what is over. */
const underWay: readonly CommitmentState[] = [
  'proposed',
  'accepted',
  'dispatched',
  'received',
  'disputed',
];
/** Days for which what is over stands beside what is under way: both sides are to see how it ended. */
const lingers = 7;
const current = () => ({
  states: underWay,
  orSince: daysAfter(new Date().toISOString(), -lingers),
});
const over = commitmentStates.filter((state) => !underWay.includes(state));

/** A listing that the caller cannot see, for the sake of what was promised: its figures, not what it says. */
const withheld = (listing: Listing): Listing => ({ ...listing, title: '', body: '' });

/** From acceptance on both sides know whom to call, until it is called off. */
const knowEachOther = ({ acceptedAt, state }: Commitment) =>
  acceptedAt !== null && state !== 'cancelled';

export function createCommitmentsService({
  store,
  change,
  listings,
  accounts,
  channels,
}: CommitmentsDeps): CommitmentsService {
  async function sidesOf({
    offerId,
    requestId,
  }: Pick<Commitment, 'offerId' | 'requestId'>): Promise<Sides> {
    const [offer, request] = await Promise.all([store.listing(offerId), store.listing(requestId)]);
    if (!offer || !request) throw notFound('commitment');
    return { offer, request };
  }

  const sideOfCaller = (caller: Caller, { offer, request }: Sides): Side | null =>
    speaksFor(caller, offer) ? 'offer' : speaksFor(caller, request) ? 'request' : null;

  /** Those of some listings that a caller may know of what was promised of them: a private channel is closed to colleagues, too. */
  const known = (found: StoredListing[], caller: Caller) => inSight(found, caller, channels);

  async function propose(
    input: Parsed<'commitment:propose'>,
    caller: Caller,
    planned?: string,
  ): Promise<Commitment> {
    const [offer, request] = await Promise.all([
      listings.seen(input.offerId, caller),
      listings.seen(input.requestId, caller),
    ]);
    if (offer.kind !== 'offer' || request.kind !== 'request')
      throw badField('offerId', 'choice', 'an offer and a request');
    const side = planned ? 'plan' : sideOfCaller(caller, { offer, request });
    if (!side)
      throw forbidden(
        'Only the clusters of the offer or of the request can propose this.',
        'PARTIES_ONLY',
      );
    await assertWithinReach([offer, request], channels);
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
      lapsesAt: hoursAfter(at, stands),
    };
    const { commitment: kept, changed } = await store.propose(
      commitment,
      [offer.id, request.id],
      (loaded) => {
        const draft = draftOf(loaded, { actorId: caller.memberId, at });
        assertTrades(draft, input);
        // It is an answer to the other side; a plan, and what one proposes to oneself, is none.
        const answered =
          side === 'plan' ? undefined : draft.listing(side === 'offer' ? request.id : offer.id);
        if (answered && !answered.firstResponseAt)
          draft.putListing({ ...answered, firstResponseAt: at });
        draft.putCommitment(commitment);
        draft.note(commitment.id, 'commitment:propose', null, 'proposed');
        return draft.changed();
      },
    );
    if (
      (kept.id !== commitment.id || !changed) &&
      (kept.offerId !== offer.id ||
        kept.requestId !== request.id ||
        kept.quantity !== input.quantity)
    )
      throw conflict('Another proposal was already sent under this clientId.', {
        reason: 'SENT_OTHERWISE',
      });
    if (changed) await change.publish(changed);
    return kept;
  }

  async function answer({
    id,
    kind,
    answersId,
    authorId,
  }: Pick<Listing, 'id' | 'kind' | 'answersId' | 'authorId'>): Promise<void> {
    const author = answersId ? await accounts.member(authorId) : null;
    if (!author || !answersId || isShutOut(author)) return;
    const [offerId, requestId] = kind === 'offer' ? [id, answersId] : [answersId, id];
    const { offer, request } = await sidesOf({ offerId, requestId });
    // What lacks something is left to its author to propose, or not.
    if (gateOf(sideOf(offer, undefined), sideOf(request, undefined)) !== null) return;
    const lot = lotOf(offer, request);
    const most = Math.min(offer.remaining, request.remaining);
    if (most >= lot)
      await propose(
        { clientId: id, offerId, requestId, quantity: most - (most % lot) },
        callerOf(author),
      );
  }

  async function act(
    { commitmentId, action, received, accepted, reason }: Parsed<'commitment:act'>,
    caller: Caller,
  ): Promise<Commitment> {
    const commitment = await store.commitment(commitmentId);
    if (!commitment) throw notFound('commitment');
    const sides = await sidesOf(commitment);
    const side = sideOfCaller(caller, sides);
    const seen = await known(side ? [sides[side]] : [sides.offer, sides.request], caller);
    if (seen.length === 0 || (!side && !moderates(caller))) throw notFound('commitment');
    const settles = commitment.state === 'disputed' && isOutcome(action);
    if ((settles || action === 'dispute' || action === 'lose' || action === 'cancel') && !reason)
      throw badField('reason', 'missing', 'needed, for the other side to see');
    // What is under way can be brought to its end; nothing new is promised.
    if (action === 'accept') await assertWithinReach([sides.offer, sides.request], channels);
    const arrived =
      action === 'receive' ? arrivedOf(received, accepted, commitment.quantity) : undefined;
    const { offerId, requestId } = commitment;
    const from = settles ? disputedFrom(await store.decisionsOf([commitmentId])) : null;
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
        if (now.state === 'disputed' && isOutcome(action))
          settle(draft, commitmentId, from, action, arrived);
        else moveCommitment(draft, commitmentId, action as Move, arrived);
        if (reason) draft.putCommitment({ ...draft.commitment(commitmentId), reason });
      },
    );
    return commitments.find(({ id }) => id === commitmentId) as Commitment;
  }

  /** Commitments with both of their listings, as far as the caller may know of them. */
  async function withSides(found: Commitment[], caller: Caller) {
    const ids = new Set(found.flatMap(({ offerId, requestId }) => [offerId, requestId]));
    const all = await store.listingsById([...ids]);
    const byId = new Map(all.map((listing) => [listing.id, listing]));
    const seen = new Set(await known(all, caller));
    return found.flatMap((commitment) => {
      const [offer, request] = [byId.get(commitment.offerId), byId.get(commitment.requestId)];
      if (!offer || !request) return [];
      const side = sideOfCaller(caller, { offer, request });
      const may = side ? seen.has({ offer, request }[side]) : seen.has(offer) || seen.has(request);
      // What the other side showed by proposing stays shown; what the caller's side had seen may be out of sight by now.
      const shown = (listing: StoredListing) =>
        seen.has(listing) || (side !== null && commitment.by !== side)
          ? wireFor(caller, listing)
          : withheld(toWire(listing));
      return may ? [{ commitment, offer, request, side, shown }] : [];
    });
  }

  async function list(
    { listingId, ended, before, limit }: Parsed<'commitment:list'>,
    caller: Caller,
  ): Promise<OwnCommitment[]> {
    const { clusterId } = caller;
    const own = listingId
      ? [await listings.seen(listingId, caller)].filter(
          (listing) => speaksFor(caller, listing) || moderates(caller),
        )
      : [];
    const mine =
      clusterId && !listingId
        ? await store.commitmentsFor(clusterId, {
            ...(ended ? { states: over } : current()),
            before,
            limit,
          })
        : [];
    const found = await withSides(
      own.length > 0 ? await store.commitmentsOf(own.map(({ id }) => id)) : mine,
      caller,
    );
    const authors = found.flatMap(({ commitment, offer, request }) =>
      knowEachOther(commitment) ? [offer.authorId, request.authorId] : [],
    );
    const contacts = await contactsOf(new Set(authors));
    return found.map(({ commitment, offer, request, side, shown }) => ({
      commitment,
      offer: shown(offer),
      request: shown(request),
      side: side ?? 'offer',
      contacts: knowEachOther(commitment)
        ? { offer: contacts(offer), request: contacts(request) }
        : null,
    }));
  }

  /** Whom to call, for each of some authors. */
  async function contactsOf(ids: Set<string>) {
    const found = ids.size > 0 ? await accounts.members({ ids: [...ids], limit: ids.size }) : [];
    const byId = new Map(found.map((member) => [member.id, member]));
    return ({ authorId }: StoredListing) => ({
      memberId: authorId,
      name: byId.get(authorId)?.name ?? '',
      email: byId.get(authorId)?.email ?? null,
    });
  }

  async function waiting(caller: Caller) {
    const { clusterId, memberId } = caller;
    const open = clusterId
      ? await store.commitmentsFor(clusterId, {
          states: ['proposed', 'accepted', 'dispatched', 'received'],
          limit: 1000,
        })
      : [];
    const turns = (await withSides(open, caller)).filter(({ commitment: { state, by }, side }) =>
      state === 'proposed' ? by !== side : side === (state === 'accepted' ? 'offer' : 'request'),
    );
    const soon = hoursAfter(new Date().toISOString(), asksBefore);
    const own = await store.listings({ authorId: memberId, states: ['open'], limit: 200 });
    return {
      commitments: turns.length,
      reviews: (await listings.reviews(caller)).length,
      ending: (await known(own, caller)).filter(({ expiresAt }) => expiresAt <= soon).length,
    };
  }

  return {
    propose,
    answer,
    handlers: {
      'commitment:propose': (input, caller) => propose(input, caller),
      'commitment:act': act,
      'commitment:list': list,
      'exchange:waiting': (_input, caller) => waiting(caller),
    },
  };
}

function assertMayAct(
  action: Parsed<'commitment:act'>['action'],
  side: Side | null,
  { by, state }: Commitment,
  caller: Caller,
) {
  if (action === 'lose' || (state === 'disputed' && isOutcome(action))) {
    if (!moderates(caller) || side)
      throw forbidden(
        'Only a moderator of neither side can decide a dispute, or declare a shipment lost.',
        'NEUTRAL_MODERATORS_ONLY',
      );
    return;
  }
  if (action === 'cancel' && state === 'proposed' && side !== by)
    throw forbidden(
      'Only who proposed it can take a proposal back; the other side can decline it.',
      'PROPOSER_ONLY',
    );
  const whose = sideFor[action];
  const may =
    side !== null &&
    (whose === 'either' || whose === side || (whose === 'counterpart' && side !== by));
  if (!may)
    throw forbidden(
      whose === 'counterpart'
        ? 'Only the other side can answer a proposal.'
        : 'Only the other side can do this.',
      'OTHER_SIDE_ONLY',
    );
}

function arrivedOf(received: number | undefined, accepted: number | undefined, quantity: number) {
  if (received === undefined || accepted === undefined)
    throw badField('received', 'missing', 'how much arrived, and how much of it is taken');
  if (accepted > received || received > quantity)
    throw badField(
      'accepted',
      'too_large',
      'no more than arrived, and no more arrived than was promised',
    );
  return { received, accepted };
}
