/** Offers and requests: posting, finding, reviewing, changing. Refused transitions are a `conflict` that names the state. */
import { z } from 'zod';
import { units } from '../exchange/catalogue.ts';
import { runs } from '../exchange/runs.ts';
import { channelId, event, id, iso, nothing, operation, reason } from './define.ts';
import { changes, draftTerms, evidence, listing, listingState, nuts, terms } from './listing.ts';

const byId = z.strictObject({ listingId: id });

/** What somebody decided, or the clock, of a listing or a commitment. */
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

const decisions = ['open', 'reject', 'suspend', 'resume'] as const;

const points = z.strictObject({
  category: z.int(),
  quantity: z.int(),
  time: z.int(),
  geography: z.int(),
  evidence: z.int(),
  language: z.int(),
});

export const listingsOperations = [
  operation({
    name: 'listing:create',
    http: 'POST /channels/:channelId/listings',
    access: 'member',
    rate: 'write',
    stores: true,
    input: z.strictObject({ channelId, clientId: id, ...terms.shape }),
    output: listing,
    errors: ['not_found', 'forbidden', 'conflict'],
    summary:
      'Post an offer or a request. It opens at once when its cluster is validated and nothing holds it; else it waits for review. The same `clientId` again returns the original.',
  }),
  operation({
    name: 'listing:surroundings',
    http: 'GET /listing-surroundings',
    access: 'member',
    rate: 'read',
    input: z.strictObject({
      kind: z.enum(['offer', 'request']),
      product: z.string().max(40),
      unit: z.enum(units),
      nuts,
      /** A listing of one's own that is being changed. */
      except: id.optional(),
    }),
    output: z.strictObject({ median: z.int().nullable(), duplicate: z.boolean() }),
    errors: [],
    summary:
      'What the checks compare a listing with, to tell beforehand what would hold it: the median quantity of its product, and whether the cluster has another one for the region.',
  }),
  operation({
    name: 'listing:draft',
    http: 'PUT /channels/:channelId/listing-drafts/:clientId',
    access: 'member',
    rate: 'signal',
    stores: true,
    input: z.strictObject({
      channelId,
      clientId: id,
      /** The version it was written on, if any: where another is there by now, or none any more, it is a `conflict`. */
      version: z.int().optional(),
      ...draftTerms.shape,
    }),
    output: listing,
    errors: ['not_found', 'forbidden', 'conflict'],
    summary:
      'Keep what is being written of an offer or a request, for its author alone and on all their devices. What is posted under the same `clientId` takes its place.',
  }),
  operation({
    name: 'listing:drafts',
    http: 'GET /listing-drafts',
    access: 'member',
    rate: 'read',
    input: nothing,
    output: z.array(z.strictObject({ clientId: id, listing })),
    errors: [],
    summary:
      "The caller's drafts of listings, latest first; `createdAt` is when one was last kept.",
  }),
  operation({
    name: 'listing:discard',
    http: 'DELETE /listings/:listingId',
    access: 'member',
    rate: 'write',
    input: byId,
    output: nothing,
    errors: ['not_found', 'conflict'],
    summary: 'Drop a draft: its author.',
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
      /** Open ones where none is named; of one's own all but drafts. */
      state: listingState.exclude(['draft']).optional(),
      /** Only those of the caller's cluster. */
      own: z.boolean().default(false),
      /** Only requests for this offer. */
      upstreamId: id.optional(),
      before: id.optional(),
      limit: z.int().min(1).max(200).default(50),
    }),
    output: z.array(listing),
    errors: [],
    summary: 'Listings the caller may see, opened last first; `before` an id, those after it.',
  }),
  operation({
    name: 'listing:reviews',
    http: 'GET /reviews',
    access: 'member',
    rate: 'read',
    input: nothing,
    output: z.array(listing),
    errors: [],
    summary:
      'Listings that wait for the caller, longest first: moderators see all, others those that their validated cluster sponsors.',
  }),
  operation({
    name: 'listing:decide',
    http: 'POST /listings/:listingId/decision',
    access: 'person',
    rate: 'write',
    input: z.strictObject({
      listingId: id,
      decision: z.enum(decisions),
      /** The version that was looked at; needed to open, and a `conflict` where another is there by now. */
      version: z.int().optional(),
      reason: reason.optional(),
    }),
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
    stores: true,
    input: z.strictObject({ listingId: id, ...changes.shape }),
    output: listing,
    errors: ['not_found', 'forbidden', 'conflict'],
    summary:
      'Change a listing: its author. What it is, how much, who vouches for it and its claims bring it back to review when they change; so does whatever would hold it.',
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
    input: z.strictObject({
      listingId: id,
      days: z.int().min(1).max(runs.most).default(runs.offer),
    }),
    output: listing,
    errors: ['not_found', 'forbidden', 'conflict'],
    summary: 'Let an open or expired listing run for so many days from now: its author.',
  }),
  operation({
    name: 'listing:set-evidence',
    http: 'PUT /listings/:listingId/claims/:code',
    access: 'person',
    rate: 'write',
    input: z.strictObject({
      listingId: id,
      code: z.string().max(24),
      level: evidence.nullable(),
      reason,
    }),
    output: listing,
    errors: ['not_found', 'forbidden', 'conflict'],
    summary:
      'Say what a claim is worth, or revoke it: validators. A revocation cancels what relied on it and was not dispatched, and flags the rest.',
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
    summary:
      'What fits an open listing, best first with its points by term, and what fails by one gate only.',
  }),
  operation({
    name: 'listing:decisions',
    http: 'GET /listings/:listingId/decisions',
    access: 'member',
    rate: 'read',
    input: byId,
    output: z.array(decision),
    errors: ['not_found', 'forbidden'],
    summary:
      'Every decision about a listing and its commitments, oldest first: for its cluster, its sponsor and moderators.',
  }),
] as const;

export const listingsEvents = [
  event({
    name: 'listing:ending',
    data: listing,
    summary: 'A listing of yours ends within 48 hours: does it still hold? Told once.',
  }),
  event({
    name: 'listing:decided',
    data: z.strictObject({ listing, what: z.enum([...decisions, 'judge']) }),
    summary: "Somebody decided about a listing of the caller's, or judged its evidence.",
  }),
  event({
    name: 'listing:discarded',
    data: byId,
    summary: "A draft of the caller's was dropped on one of their devices.",
  }),
  event({
    name: 'listing:changed',
    data: listing,
    summary:
      "A listing of the caller's cluster changed, one that waits for the caller's review, or a draft of the caller's.",
  }),
] as const;
