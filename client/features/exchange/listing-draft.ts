/** What is being written of a listing, kept on this device until it is posted. */
import { v4 as uuid } from 'uuid';
import type { Sent } from '../../../shared/contract/index.ts';
import type { Listing, Terms } from '../../../shared/contract/listing.ts';
import { productOf, type Unit } from '../../../shared/exchange/catalogue.ts';
import { amount, catalogue, productName } from './words.ts';

export interface Draft {
  clientId: string;
  words: string;
  product: string | null;
  cpv: string;
  quantity: string;
  unit: Unit;
  nuts: string;
  on: string;
  title: string;
  body: string;
  claim: string;
  notifiedBody: string;
  documented: boolean;
  lot: string;
  shipsTo: string;
  toleranceDays: string;
  partial: boolean;
  priority: Terms['priority'];
  sponsorId: string;
  mode: Terms['mode'];
  ratePerWeek: string;
  from: string;
  missingInputs: string[];
  certificate: string;
  certificateExpires: string;
  /** The offer that a request is for. */
  upstreamId: string | null;
  /** The listing that this one answers: it is proposed as soon as it is open. */
  answers: { id: string; remaining: number; lot: number } | null;
}

const key = (place: string) => `muster:draft:listing:${place}`;
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

export const blank = (kind: Listing['kind'], nuts: string): Draft => ({
  clientId: uuid(),
  words: '',
  product: null,
  cpv: '',
  quantity: '',
  unit: 'H87',
  nuts,
  on: inDays(kind === 'offer' ? 0 : 7),
  title: '',
  body: '',
  claim: '',
  notifiedBody: '',
  documented: false,
  lot: '1',
  shipsTo: '*',
  toleranceDays: '0',
  partial: true,
  priority: 'normal',
  sponsorId: '',
  mode: 'stock',
  ratePerWeek: '',
  from: '',
  missingInputs: [],
  certificate: '',
  certificateExpires: '',
  upstreamId: null,
  answers: null,
});

export function kept(place: string): Draft | null {
  const text = localStorage.getItem(key(place));
  return text ? { ...blank('offer', ''), ...(JSON.parse(text) as Draft) } : null;
}

export const keep = (place: string, draft: Draft) => localStorage.setItem(key(place), JSON.stringify(draft));
export const forget = (place: string) => localStorage.removeItem(key(place));

const claimOf = (product: string | null) => (product ? productOf(product, catalogue.value)?.claim : undefined) ?? '';

/** What follows from a product: its unit, and the standard it is expected to meet. */
export const ready = (product: string, { claim, product: before }: Draft): Partial<Draft> => ({
  unit: productOf(product, catalogue.value)?.unit ?? 'H87',
  claim: claim && claim !== claimOf(before) ? claim : claimOf(product),
});

/**
 * A draft that repeats a listing, or answers it with one of the other kind.
 * @param input what the listing is missing: the draft asks for that
 */
export function answerTo(listing: Listing, kind: Listing['kind'], nuts: string, input: string | null): Draft {
  if (input) {
    const draft = { ...blank(kind, listing.nuts), words: productName(input), product: input, on: listing.from ?? listing.on, upstreamId: listing.id };
    return { ...draft, ...ready(input, draft) };
  }
  const repeats = listing.kind === kind;
  return {
    ...blank(kind, repeats ? listing.nuts : nuts),
    words: listing.product ? productName(listing.product) : listing.title,
    product: listing.product,
    cpv: listing.cpv,
    quantity: `${repeats ? listing.quantity : listing.remaining}`,
    unit: listing.unit,
    on: listing.on,
    title: repeats ? listing.title : '',
    body: repeats ? listing.body : '',
    claim: (kind === 'offer' ? [...listing.claims, ...listing.requires] : [...listing.requires, ...listing.claims])[0]?.code ?? '',
    lot: `${repeats ? listing.lot : 1}`,
    answers: repeats ? null : { id: listing.id, remaining: listing.remaining, lot: listing.lot },
    ...(repeats && { mode: listing.mode, ratePerWeek: `${listing.ratePerWeek ?? ''}`, from: listing.from ?? '', missingInputs: listing.missingInputs }),
  };
}

export type NewTerms = Omit<Sent<'listing:create'>, 'channelId' | 'clientId'> & Pick<Terms, 'claims' | 'body' | 'product'>;

/** The terms of a listing as they are sent. */
export function termsOf(draft: Draft, kind: Listing['kind'], lang: string): NewTerms {
  const code = draft.claim.trim().toUpperCase();
  const offers = kind === 'offer';
  const name = draft.product ? productName(draft.product) : draft.words.trim();
  return {
    kind,
    lang,
    title:
      draft.title.trim().length >= 5
        ? draft.title.trim()
        : `${draft.quantity ? amount(Number(draft.quantity), draft.unit) : ''} ${name}`.trim().slice(0, 120).padEnd(5, '.'),
    body: draft.body,
    product: draft.product,
    ...(!draft.product && { cpv: draft.cpv }),
    quantity: Number(draft.quantity) || 0,
    unit: draft.unit,
    lot: Number(draft.lot) || 1,
    nuts: draft.nuts.trim().toUpperCase(),
    on: draft.on,
    sponsorId: draft.sponsorId || null,
    mode: draft.mode,
    ...(offers &&
      draft.mode === 'capacity' && { ratePerWeek: Number(draft.ratePerWeek) || null, from: draft.from || null, missingInputs: draft.missingInputs }),
    ...(!offers && draft.upstreamId && { upstreamId: draft.upstreamId }),
    claims:
      offers && code
        ? [
            {
              code,
              level: draft.documented ? 'documented' : 'claimed',
              regime: code === 'EN149' ? 'ppe_2016_425' : 'none',
              ...(draft.notifiedBody && { notifiedBody: draft.notifiedBody }),
              ...(draft.certificate.trim() && { certificate: draft.certificate.trim() }),
              ...(draft.certificateExpires && { expires: draft.certificateExpires }),
            },
          ]
        : [],
    ...(offers
      ? {
          shipsTo: draft.shipsTo
            .split(/[,\s]+/)
            .filter(Boolean)
            .map((region) => region.toUpperCase()),
        }
      : {
          toleranceDays: Number(draft.toleranceDays) || 0,
          partial: draft.partial,
          priority: draft.priority,
          requires: code ? [{ code, min: 'claimed' as const }] : [],
        }),
  };
}

/** A draft as the card shows it, before there is a listing. */
export const shownOf = (terms: NewTerms, channelId: string, clusterId: string): Listing => ({
  mode: 'stock',
  minShip: 0,
  minReceive: 0,
  maxRecipients: null,
  ratePerWeek: null,
  from: null,
  missingInputs: [],
  upstreamId: null,
  partial: true,
  shipsTo: [],
  toleranceDays: 0,
  priority: 'normal',
  requires: [],
  ...(terms as Omit<NewTerms, 'cpv' | 'upstreamId'> & { sponsorId: string | null; lot: number }),
  cpv: terms.cpv ?? '',
  expiresAt: terms.on,
  id: '',
  channelId,
  postId: '',
  clusterId,
  authorId: '',
  state: 'open',
  reason: null,
  holds: [],
  revoked: [],
  createdAt: terms.on,
  openedAt: null,
  firstResponseAt: null,
  version: 0,
  committed: 0,
  dispatched: 0,
  received: 0,
  remaining: terms.quantity,
  coverage: 'none',
});
