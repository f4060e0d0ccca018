/** Commitments: quantities that an offer promises to a request. Refused transitions are a `conflict` that names the state. */
import { z } from 'zod';
import { event, id, iso, nothing, operation, reason } from './define.ts';
import { listing } from './listing.ts';

export const commitmentStates = [
  'proposed',
  'accepted',
  'declined',
  'lapsed',
  'dispatched',
  'received',
  'closed',
  'cancelled',
  'lost',
  'disputed',
] as const;
export const commitmentState = z.enum(commitmentStates);
export type CommitmentState = z.infer<typeof commitmentState>;

const contact = z.strictObject({ memberId: id, name: z.string(), email: z.string().nullable() });

/** A quantity that one offer promises to one request. */
export const commitment = z.strictObject({
  id,
  clientId: id,
  offerId: id,
  requestId: id,
  /** Who proposed it; the other side accepts. `plan`: a moderator, out of a plan; the side that agrees first stands for it from then on. */
  by: z.enum(['offer', 'request', 'plan']),
  proposedBy: id,
  quantity: z.int(),
  state: commitmentState,
  /** What arrived, and what of it was taken. */
  received: z.int().nullable(),
  accepted: z.int().nullable(),
  reason: z.string().nullable(),
  /** The claim it relied on and that no longer holds; `SUSPENDED` when the whole offer does not. */
  flagged: z.string().nullable(),
  createdAt: iso,
  changedAt: iso,
  /** When it began to bind; null for what was never accepted. */
  acceptedAt: iso.nullable(),
  /** When a proposal lapses. */
  lapsesAt: iso,
});
export type Commitment = z.infer<typeof commitment>;

/** A commitment as its parties see it; contacts only once it was accepted. */
export const ownCommitment = z.strictObject({
  commitment,
  offer: listing,
  request: listing,
  /** The side of the caller. */
  side: z.enum(['offer', 'request']),
  contacts: z.strictObject({ offer: contact, request: contact }).nullable(),
});
export type OwnCommitment = z.infer<typeof ownCommitment>;

export const commitmentsOperations = [
  operation({
    name: 'commitment:propose',
    http: 'POST /commitments',
    access: 'member',
    rate: 'write',
    stores: true,
    input: z.strictObject({ clientId: id, offerId: id, requestId: id, quantity: z.int().min(1) }),
    output: commitment,
    errors: ['not_found', 'forbidden', 'conflict'],
    summary:
      'Propose that an offer gives so much to a request: either side. It lapses after 48 hours.',
  }),
  operation({
    name: 'commitment:act',
    http: 'POST /commitments/:commitmentId/action',
    access: 'member',
    rate: 'write',
    input: z.strictObject({
      commitmentId: id,
      action: z.enum([
        'accept',
        'decline',
        'dispatch',
        'receive',
        'close',
        'cancel',
        'lose',
        'dispute',
      ]),
      /** With `receive`: what arrived, and what of it is taken. */
      received: z.int().min(0).optional(),
      accepted: z.int().min(0).optional(),
      reason: reason.optional(),
    }),
    output: commitment,
    errors: ['not_found', 'forbidden', 'conflict'],
    summary:
      'Take a commitment a step further. Accepting reserves on both sides at once, or is refused with what remains. Who proposed may `cancel` it until it is answered, either side until it is dispatched. A dispute is ended by a moderator of neither side, who says why: `cancel`, `receive` with what arrived, or `lose`.',
  }),
  operation({
    name: 'commitment:list',
    http: 'GET /commitments',
    access: 'member',
    rate: 'read',
    input: z.strictObject({
      /** All of one listing. */
      listingId: id.optional(),
      /** All that are over, instead of those under way and those that ended within the last week. */
      ended: z.boolean().default(false),
      before: id.optional(),
      limit: z.int().min(1).max(200).default(200),
    }),
    output: z.array(ownCommitment),
    errors: ['not_found'],
    summary:
      "The commitments of the caller's cluster, newest first, `before` an id, with contacts once accepted.",
  }),
  operation({
    name: 'exchange:waiting',
    http: 'GET /exchange/waiting',
    access: 'member',
    rate: 'read',
    input: nothing,
    output: z.strictObject({ commitments: z.int(), reviews: z.int(), ending: z.int() }),
    errors: [],
    summary:
      'How much waits for the caller: commitments whose next step is theirs, listings that they review, own listings that end within 48 hours.',
  }),
] as const;

export const commitmentsEvents = [
  event({
    name: 'commitment:changed',
    data: commitment,
    summary: "A commitment of the caller's cluster was proposed or went a step further.",
  }),
] as const;
