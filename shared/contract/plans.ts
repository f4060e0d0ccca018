/** Allocation plans: made, kept and proposed by moderators. */
import { z } from 'zod';
import { errorCodes } from '../errors.ts';
import { id, iso, nothing, operation } from './define.ts';
import { listing } from './listing.ts';

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

export const plansOperations = [
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
    output: z.strictObject({
      plan: planRecord,
      listings: z.array(listing),
      /** Which of the shipments were proposed already, by their place. */
      proposed: z.array(z.int()),
    }),
    errors: ['not_found', 'forbidden'],
    summary:
      'A plan, with the listings of its first two hundred shipments as they are now: moderators.',
  }),
  operation({
    name: 'plan:replay',
    http: 'POST /plans/:planId/replay',
    access: 'person',
    rate: 'write',
    input: z.strictObject({ planId: id }),
    output: z.strictObject({ same: z.boolean() }),
    errors: ['not_found', 'forbidden'],
    summary:
      'Make a plan again from what it was made from, and say whether the same comes out: moderators.',
  }),
  operation({
    name: 'plan:propose',
    http: 'POST /plans/:planId/proposals',
    access: 'person',
    rate: 'write',
    stores: true,
    input: z.strictObject({
      planId: id,
      shipments: z
        .array(z.strictObject({ offerId: id, requestId: id }))
        .min(1)
        .max(50),
    }),
    output: z.strictObject({
      proposed: z.array(id),
      refused: z.array(
        z.strictObject({
          offerId: id,
          requestId: id,
          code: z.enum(errorCodes),
          message: z.string(),
          details: z.record(z.string(), z.unknown()).optional(),
        }),
      ),
    }),
    errors: ['not_found', 'forbidden'],
    summary:
      'Propose shipments of a plan as commitments, which both sides have to accept; those that no longer fit are refused one by one: moderators.',
  }),
] as const;
