/** The exchange: listings, the commitments between them, matches. Refused transitions are a `conflict` that names the state. */
import { z } from 'zod';
import { units } from '../exchange/catalogue.ts';
import { event, id, iso, language, nothing, operation } from './define.ts';
import { day, evidence, hold, listing, listingState, nuts, terms } from './listing.ts';

const reason = z.string().trim().min(3).max(500);
const byId = z.strictObject({ listingId: id });

export const commitmentStates = ['proposed', 'accepted', 'declined', 'lapsed', 'dispatched', 'closed', 'cancelled', 'lost', 'disputed'] as const;
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
  /** The claim it relied on and that was revoked since. */
  flagged: z.string().nullable(),
  createdAt: iso,
  changedAt: iso,
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

export const decision = z.strictObject({
  id,
  subjectId: id,
  at: iso,
  /** Null: the system, by the clock. */
  actorId: id.nullable(),
  what: z.string(),
  reason: z.string().nullable(),
  before: z.string().nullable(),
  after: z.string(),
});
export type Decision = z.infer<typeof decision>;

const points = z.strictObject({
  category: z.int(),
  quantity: z.int(),
  time: z.int(),
  geography: z.int(),
  evidence: z.int(),
  language: z.int(),
});

const week = z.strictObject({ week: day, demand: z.int(), supply: z.int() });

/** What is asked for and what can be had; the rules are in shared/exchange/board.ts. */
export const board = z.strictObject({
  at: iso,
  week: day,
  weeks: z.array(day),
  rows: z.array(
    z.strictObject({
      product: z.string().nullable(),
      cpv: z.string(),
      unit: z.enum(units),
      nuts: z.string(),
      demand: z.int(),
      supply: z.int(),
      documented: z.int(),
      shared: z.int(),
      coverage: z.number().nullable(),
      gap: z.int(),
      oldest: z.strictObject({ id, title: z.string(), openedAt: iso }).nullable(),
      response: z.number().nullable(),
      trend: z.array(week),
    }),
  ),
});

/** An allocation plan as it was made: a proposal, and a record of it. */
export const planRecord = z.strictObject({
  id,
  at: iso,
  actorId: id,
  product: z.string().nullable(),
  /** How many it was made from, and what their figures were: SHA-256 over all of them. */
  offers: z.int(),
  requests: z.int(),
  digest: z.string(),
  /** Planned of what was wanted, 0 to 1. */
  fillRate: z.number(),
  /** Mean steps between the regions of a piece's ends: 0 the same region, 5 another country. */
  distance: z.number(),
  /** How many shipments it has; the first two hundred travel. */
  count: z.int(),
  shipments: z.array(z.strictObject({ offerId: id, requestId: id, quantity: z.int() })),
  /** How many shipments each of their offers makes. */
  shipmentsOf: z.record(z.string(), z.int()),
});
export type PlanRecord = z.infer<typeof planRecord>;

/** A product that an administrator added to the catalogue. */
export const product = z.strictObject({
  slug: z.string().regex(/^[a-z][a-z0-9_]{1,39}$/, 'small letters, digits and _'),
  cpv: z.string().regex(/^\d{8}$/, 'eight digits'),
  unit: z.enum(units),
  /** By language; English at least. */
  names: z.record(language, z.string().trim().min(1).max(60)).refine((names) => 'en' in names, 'an English name at least'),
  /** Other words that people look for it by. */
  also: z.array(z.string().trim().min(1).max(60)).max(20).default([]),
  /** The standard it is expected to meet. */
  claim: z
    .string()
    .regex(/^[A-Z0-9-]{2,24}$/, 'the code of a standard, such as EN149')
    .optional(),
});
export type AddedProduct = z.infer<typeof product>;

export const exchangeOperations = [
  operation({
    name: 'listing:create',
    http: 'POST /channels/:channelId/listings',
    access: 'member',
    rate: 'write',
    input: z.strictObject({ channelId: id, clientId: id, ...terms.shape }),
    output: listing,
    errors: ['not_found', 'forbidden', 'conflict'],
    summary:
      'Post an offer or a request. It opens at once when its cluster is validated and nothing holds it; else it waits for review. The same `clientId` again returns the original.',
  }),
  operation({
    name: 'listing:get',
    http: 'GET /listings/:listingId',
    access: 'member',
    rate: 'read',
    input: byId,
    output: listing,
    errors: ['not_found'],
    summary: 'One listing, where the caller may see it.',
  }),
  operation({
    name: 'listing:list',
    http: 'GET /listings',
    access: 'member',
    rate: 'read',
    input: z.strictObject({
      kind: z.enum(['offer', 'request']).optional(),
      product: z.string().max(40).optional(),
      nuts: nuts.optional(),
      state: listingState.default('open'),
      /** Only those of the caller's cluster, in any state. */
      own: z.boolean().default(false),
      /** Only requests for this offer. */
      upstreamId: id.optional(),
      before: id.optional(),
      limit: z.int().min(1).max(200).default(50),
    }),
    output: z.array(listing),
    errors: [],
    summary: 'Listings the caller may see, newest first, `before` an id.',
  }),
  operation({
    name: 'listing:reviews',
    http: 'GET /reviews',
    access: 'member',
    rate: 'read',
    input: nothing,
    output: z.array(listing),
    errors: [],
    summary: 'Listings that wait for the caller: moderators see all, others those that their cluster sponsors.',
  }),
  operation({
    name: 'listing:decide',
    http: 'POST /listings/:listingId/decision',
    access: 'person',
    rate: 'write',
    input: z.strictObject({ listingId: id, decision: z.enum(['open', 'reject', 'suspend', 'resume']), reason: reason.optional() }),
    output: listing,
    errors: ['not_found', 'forbidden', 'conflict'],
    summary:
      'Open or reject what waits for review (its sponsor or a moderator), suspend or resume what is open (a moderator); never its author. All but opening need a reason.',
  }),
  operation({
    name: 'listing:edit',
    http: 'PATCH /listings/:listingId',
    access: 'member',
    rate: 'write',
    input: z.strictObject({
      listingId: id,
      title: terms.shape.title.optional(),
      body: z.string().max(4000).optional(),
      quantity: terms.shape.quantity.optional(),
      product: z.string().max(40).nullable().optional(),
      claims: z.array(terms.shape.claims.unwrap().element).max(10).optional(),
      on: day.optional(),
    }),
    output: listing,
    errors: ['not_found', 'forbidden', 'conflict'],
    summary: 'Change a listing: its author. Another product, quantity or other claims bring it back to review.',
  }),
  operation({
    name: 'listing:withdraw',
    http: 'POST /listings/:listingId/withdrawal',
    access: 'member',
    rate: 'write',
    input: z.strictObject({ listingId: id, reason }),
    output: listing,
    errors: ['not_found', 'forbidden', 'conflict'],
    summary: 'Take a listing back: its author. Proposals for it are declined.',
  }),
  operation({
    name: 'listing:renew',
    http: 'POST /listings/:listingId/renewal',
    access: 'member',
    rate: 'write',
    input: z.strictObject({ listingId: id, days: z.int().min(1).max(90).default(14) }),
    output: listing,
    errors: ['not_found', 'forbidden', 'conflict'],
    summary: 'Let an open or expired listing run for so many days from now: its author.',
  }),
  operation({
    name: 'listing:set-evidence',
    http: 'PUT /listings/:listingId/claims/:code',
    access: 'person',
    rate: 'write',
    input: z.strictObject({ listingId: id, code: z.string().max(24), level: evidence.nullable(), reason }),
    output: listing,
    errors: ['not_found', 'forbidden', 'conflict'],
    summary: 'Say what a claim is worth, or revoke it: validators. A revocation cancels what relied on it and was not dispatched, and flags the rest.',
  }),
  operation({
    name: 'listing:matches',
    http: 'GET /listings/:listingId/matches',
    access: 'member',
    rate: 'read',
    input: z.strictObject({ listingId: id, limit: z.int().min(1).max(50).default(10) }),
    output: z.strictObject({
      matches: z.array(z.strictObject({ listing, total: z.int(), score: points })),
      near: z.array(z.strictObject({ listing, gate: z.string() })),
    }),
    errors: ['not_found'],
    summary: 'What fits an open listing, best first with its points by term, and what fails by one gate only.',
  }),
  operation({
    name: 'exchange:board',
    http: 'GET /board',
    access: 'member',
    rate: 'read',
    input: z.strictObject({
      product: z.string().max(40).optional(),
      nuts: nuts.optional(),
      level: z.int().min(0).max(3).default(0),
      week: day.optional(),
    }),
    output: board,
    errors: [],
    summary:
      'The bottleneck board, of what the caller may see: demand, supply, coverage and gap per product and region (`level` 0: countries; 1 to 3: NUTS), now or as a week ended (`week`: its Monday), with eight weeks of trend.',
  }),
  operation({
    name: 'product:list',
    http: 'GET /products',
    access: 'member',
    rate: 'read',
    input: nothing,
    output: z.array(product),
    errors: [],
    summary: 'The products that were added to the catalogue, beside those that are always there.',
  }),
  operation({
    name: 'product:save',
    http: 'PUT /products/:slug',
    access: 'administrator',
    rate: 'write',
    input: product,
    output: product,
    errors: ['conflict'],
    summary: 'Add a product to the catalogue, or change one that was added: administrators.',
  }),
  operation({
    name: 'plan:make',
    http: 'PUT /plans/:planId',
    access: 'person',
    rate: 'write',
    input: z.strictObject({ planId: id, product: z.string().max(40).optional() }),
    output: planRecord,
    errors: ['forbidden', 'too_large'],
    summary:
      'Plan who could give what to whom, of all that is open or of one product, and log it under an id of your choice: moderators. Nothing is promised by it. It may take longer than an answer waits (`unavailable`): ask again under the same id.',
  }),
  operation({
    name: 'plan:list',
    http: 'GET /plans',
    access: 'person',
    rate: 'read',
    input: nothing,
    output: z.array(planRecord.omit({ shipments: true, shipmentsOf: true })),
    errors: ['forbidden'],
    summary: 'The plans made so far, newest first: moderators.',
  }),
  operation({
    name: 'plan:get',
    http: 'GET /plans/:planId',
    access: 'person',
    rate: 'read',
    input: z.strictObject({ planId: id }),
    output: z.strictObject({ plan: planRecord, listings: z.array(listing) }),
    errors: ['not_found', 'forbidden'],
    summary: 'A plan, with the listings of its first two hundred shipments as they are now: moderators.',
  }),
  operation({
    name: 'plan:replay',
    http: 'POST /plans/:planId/replay',
    access: 'person',
    rate: 'write',
    input: z.strictObject({ planId: id }),
    output: z.strictObject({ same: z.boolean() }),
    errors: ['not_found', 'forbidden'],
    summary: 'Make a plan again from what it was made from, and say whether the same comes out: moderators.',
  }),
  operation({
    name: 'plan:propose',
    http: 'POST /plans/:planId/proposals',
    access: 'person',
    rate: 'write',
    input: z.strictObject({
      planId: id,
      shipments: z
        .array(z.strictObject({ offerId: id, requestId: id }))
        .min(1)
        .max(50),
    }),
    output: z.strictObject({
      proposed: z.array(id),
      refused: z.array(z.strictObject({ offerId: id, requestId: id, message: z.string() })),
    }),
    errors: ['not_found', 'forbidden'],
    summary: 'Propose shipments of a plan as commitments, which both sides have to accept; those that no longer fit are refused one by one: moderators.',
  }),
  operation({
    name: 'listing:decisions',
    http: 'GET /listings/:listingId/decisions',
    access: 'member',
    rate: 'read',
    input: byId,
    output: z.array(decision),
    errors: ['not_found', 'forbidden'],
    summary: 'Every decision about a listing and its commitments, oldest first: for its cluster, its sponsor and moderators.',
  }),
  operation({
    name: 'commitment:propose',
    http: 'POST /commitments',
    access: 'member',
    rate: 'write',
    input: z.strictObject({ clientId: id, offerId: id, requestId: id, quantity: z.int().min(1) }),
    output: commitment,
    errors: ['not_found', 'forbidden', 'conflict'],
    summary: 'Propose that an offer gives so much to a request: either side. It lapses after 48 hours.',
  }),
  operation({
    name: 'commitment:act',
    http: 'POST /commitments/:commitmentId/action',
    access: 'member',
    rate: 'write',
    input: z.strictObject({
      commitmentId: id,
      action: z.enum(['accept', 'decline', 'dispatch', 'receive', 'cancel', 'lose', 'dispute']),
      /** With `receive`: what arrived, and what of it is taken. */
      received: z.int().min(0).optional(),
      accepted: z.int().min(0).optional(),
      reason: reason.optional(),
    }),
    output: commitment,
    errors: ['not_found', 'forbidden', 'conflict'],
    summary: 'Take a commitment a step further. Accepting reserves on both sides at once, or is refused with what remains.',
  }),
  operation({
    name: 'commitment:list',
    http: 'GET /commitments',
    access: 'member',
    rate: 'read',
    input: z.strictObject({ listingId: id.optional() }),
    output: z.array(ownCommitment),
    errors: ['not_found'],
    summary: "The commitments of the caller's cluster, latest change first, with contacts once accepted.",
  }),
] as const;

export const exchangeEvents = [
  event({ name: 'listing:ending', data: listing, summary: 'A listing of yours ends within 48 hours: does it still hold? Told once.' }),
  event({ name: 'product:changed', data: product, summary: 'A product was added to the catalogue, or changed.' }),
  event({ name: 'listing:changed', data: listing, summary: "A listing of the caller's cluster changed, or one that waits for the caller's review." }),
  event({ name: 'commitment:changed', data: commitment, summary: "A commitment of the caller's cluster was proposed or went a step further." }),
] as const;

export { hold };
