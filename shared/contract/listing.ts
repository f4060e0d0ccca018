/** A listing: an offer or a request in figures, as everybody who may see it sees it. The rules are in shared/exchange. */
import { z } from 'zod';
import { claimCode, units } from '../exchange/catalogue.ts';
import { priorities } from '../exchange/plan.ts';
import { isRegion } from '../exchange/regions.ts';
import { limits } from '../limits.ts';
import { id, iso, language, time } from './define.ts';
import { counted, optionalText, titled, trimmed } from './text.ts';

export const evidence = z.enum(['claimed', 'documented', 'verified']);
export const day = z.iso.date();
/** NUTS 2024; `EL` is Greece, and the codes that mean "elsewhere" are refused. */
export const nuts = z
  .string()
  .max(5)
  .refine(
    isRegion,
    'a NUTS 2024 code of 2 to 5 characters, such as ITC4C; Greece is EL, and …ZZZ is none',
  );
const code = z.string().regex(claimCode, 'the code of a standard, such as EN149');
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
  certificate: optionalText(limits.certificate).optional(),
  expires: day.optional(),
  /** The document that shows it: an attachment of the listing's cluster. */
  attachmentId: id.optional(),
});
export type Claim = z.infer<typeof claim>;

const fields = {
  kind: z.enum(['offer', 'request']),
  mode: z.enum(['stock', 'capacity', 'service']),
  /** The cluster or authority that vouches for it. */
  sponsorId: id.nullable(),
  title: titled(limits.title),
  body: optionalText(limits.listingBody),
  lang: language,
  product: z.string().max(40).nullable(),
  /** Filled from the product where there is one. */
  cpv: z
    .string()
    .regex(/^\d{8}$/, 'eight digits')
    .optional(),
  quantity: amount,
  unit: z.enum(units),
  lot: amount,
  /** The least an offer ships, or a request takes, at first. */
  minShip: z.int().min(0).max(most),
  minReceive: z.int().min(0).max(most),
  /** False: one supplier must cover all of a request. */
  partial: z.boolean(),
  maxRecipients: z.int().min(1).max(1000).nullable(),
  ratePerWeek: amount.nullable(),
  from: day.nullable(),
  /** What is still missing to produce: slugs of the catalogue, or words. */
  missingInputs: z.array(trimmed(limits.missingInput)).max(10),
  /** The offer of the same cluster that a request is for. */
  upstreamId: id.nullable(),
  /** The listing of the other kind that it answers: it is proposed to it as soon as it is open. */
  answersId: id.nullable(),
  nuts,
  /** Offers: NUTS prefixes, or `*`. */
  shipsTo: z.array(z.union([z.literal('*'), nuts])).max(40),
  /** When an offer can be delivered, or a request is needed by. */
  on: day,
  toleranceDays: z.int().min(0).max(60),
  priority: z.enum(priorities),
  claims: z.array(claim).max(10),
  requires: z.array(z.strictObject({ code, min: evidence })).max(10),
  expiresAt: time,
};

/** What its author says. */
export const terms = z.strictObject({
  ...fields,
  mode: fields.mode.default('stock'),
  sponsorId: fields.sponsorId.default(null),
  body: fields.body.default(''),
  product: fields.product.default(null),
  lot: fields.lot.default(1),
  minShip: fields.minShip.default(0),
  minReceive: fields.minReceive.default(0),
  partial: fields.partial.default(true),
  maxRecipients: fields.maxRecipients.default(null),
  ratePerWeek: fields.ratePerWeek.default(null),
  from: fields.from.default(null),
  missingInputs: fields.missingInputs.default([]),
  upstreamId: fields.upstreamId.default(null),
  answersId: fields.answersId.default(null),
  shipsTo: fields.shipsTo.default(['*']),
  toleranceDays: fields.toleranceDays.default(0),
  priority: fields.priority.default('normal'),
  claims: fields.claims.default([]),
  requires: fields.requires.default([]),
  expiresAt: fields.expiresAt.optional(),
});
export type Terms = z.output<typeof terms>;

/** What of them its author may change later. */
export const changes = z
  .strictObject(fields)
  .omit({ kind: true, upstreamId: true, answersId: true })
  .partial();

const unfinished = {
  /** As long as what was pasted, to be shortened before it is posted. */
  title: counted(limits.draft),
  body: counted(limits.draft),
  quantity: z.int().min(0).max(most),
  nuts: z.union([nuts, z.literal('')]),
  on: z.union([day, z.literal('')]),
};

/** What its author has said so far. */
export const draftTerms = z.strictObject({
  ...terms.shape,
  title: unfinished.title.default(''),
  body: unfinished.body.default(''),
  quantity: unfinished.quantity.default(0),
  unit: fields.unit.default('H87'),
  nuts: unfinished.nuts.default(''),
  on: unfinished.on.default(''),
});

export const listingStates = [
  'draft',
  'review',
  'open',
  'suspended',
  'fulfilled',
  'withdrawn',
  'expired',
  'rejected',
] as const;
export const listingState = z.enum(listingStates);
export type ListingState = z.infer<typeof listingState>;

export const hold = z.enum([
  'NB_MISSING',
  'NB_UNEXPECTED',
  'OUTLIER',
  'ADVANCE_PAYMENT',
  'DUPLICATE',
]);

export const listing = z.strictObject({
  ...fields,
  /** A draft may still lack these. */
  ...unfinished,
  cpv: z.string(),
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
  /** Whether all of it is promised or gone, some, or nothing yet. */
  coverage: z.enum(['none', 'partial', 'complete']),
});
export type Listing = z.infer<typeof listing>;
