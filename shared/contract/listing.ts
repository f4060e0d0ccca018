/** A listing: an offer or a request in figures, as everybody who may see it sees it. The rules are in shared/exchange. */
import { z } from 'zod';
import { units } from '../exchange/catalogue.ts';
import { priorities } from '../exchange/plan.ts';
import { isRegion } from '../exchange/regions.ts';
import { id, iso, language } from './define.ts';

export const evidence = z.enum(['claimed', 'documented', 'verified']);
export const day = z.iso.date();
/** NUTS 2024; `EL` is Greece, and the codes that mean "elsewhere" are refused. */
export const nuts = z.string().max(5).refine(isRegion, 'a NUTS 2024 code of 2 to 5 characters, such as ITC4C; Greece is EL, and …ZZZ is none');
const code = z.string().regex(/^[A-Z0-9-]{2,24}$/, 'the code of a standard, such as EN149');
const most = 1_000_000_000;
const amount = z.int().min(1).max(most);

export const claim = z.strictObject({
  code,
  level: evidence,
  regime: z.enum(['ppe_2016_425', 'mdr', 'derogation_2020_403', 'none']),
  notifiedBody: z
    .string()
    .regex(/^\d{4}$/, 'four digits')
    .optional(),
  certificate: z.string().max(100).optional(),
  expires: day.optional(),
});

/** What its author says. */
export const terms = z.strictObject({
  kind: z.enum(['offer', 'request']),
  mode: z.enum(['stock', 'capacity', 'service']).default('stock'),
  sponsorId: id.nullable().default(null),
  title: z.string().trim().min(5).max(120),
  body: z.string().max(4000).default(''),
  lang: language,
  product: z.string().max(40).nullable().default(null),
  /** Filled from the product where there is one. */
  cpv: z
    .string()
    .regex(/^\d{8}$/, 'eight digits')
    .optional(),
  quantity: amount,
  unit: z.enum(units),
  lot: amount.default(1),
  /** The least an offer ships, or a request takes, at first. */
  minShip: z.int().min(0).max(most).default(0),
  minReceive: z.int().min(0).max(most).default(0),
  /** False: one supplier must cover all of a request. */
  partial: z.boolean().default(true),
  maxRecipients: z.int().min(1).max(1000).nullable().default(null),
  ratePerWeek: amount.nullable().default(null),
  from: day.nullable().default(null),
  /** What is still missing to produce: slugs of the catalogue, or words. */
  missingInputs: z.array(z.string().min(1).max(40)).max(10).default([]),
  /** The offer of the same cluster that a request is for. */
  upstreamId: id.nullable().default(null),
  nuts,
  /** Offers: NUTS prefixes, or `*`. */
  shipsTo: z
    .array(z.union([z.literal('*'), nuts]))
    .max(40)
    .default(['*']),
  /** When an offer can be delivered, or a request is needed by. */
  on: day,
  toleranceDays: z.int().min(0).max(60).default(0),
  priority: z.enum(priorities).default('normal'),
  claims: z.array(claim).max(10).default([]),
  requires: z
    .array(z.strictObject({ code, min: evidence }))
    .max(10)
    .default([]),
  expiresAt: iso.optional(),
});
export type Terms = z.output<typeof terms>;

export const listingStates = ['review', 'open', 'suspended', 'fulfilled', 'withdrawn', 'expired', 'rejected'] as const;
export const listingState = z.enum(listingStates);
export type ListingState = z.infer<typeof listingState>;

export const hold = z.enum(['NB_MISSING', 'NB_UNEXPECTED', 'OUTLIER', 'ADVANCE_PAYMENT', 'DUPLICATE']);

export const listing = z.strictObject({
  ...terms.shape,
  mode: z.enum(['stock', 'capacity', 'service']),
  cpv: z.string(),
  expiresAt: iso,
  id,
  channelId: id,
  /** The post by which it stands in its channel, once it is open. */
  postId: id,
  clusterId: id,
  authorId: id,
  state: listingState,
  /** Why it was rejected, suspended or withdrawn. */
  reason: z.string().nullable(),
  holds: z.array(hold),
  /** Claims that a validator revoked, and why. */
  revoked: z.array(z.strictObject({ claim, reason: z.string() })),
  createdAt: iso,
  openedAt: iso.nullable(),
  /** When somebody first proposed something. */
  firstResponseAt: iso.nullable(),
  /** Rises with every change. */
  version: z.int(),
  /** Derived from its commitments: accepted, on the way, arrived and taken; and what is left. */
  committed: z.int(),
  dispatched: z.int(),
  received: z.int(),
  remaining: z.int(),
});
export type Listing = z.infer<typeof listing>;
