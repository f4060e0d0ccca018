/** What is written of a listing: as its form holds it, and as it is sent. */
import { v4 as uuid } from 'uuid';
import { calendarDay } from '../../../shared/calendar.ts';
import type { Sent } from '../../../shared/contract/index.ts';
import type { Claim, Listing, Terms } from '../../../shared/contract/listing.ts';
import { claimCode, productOf } from '../../../shared/exchange/catalogue.ts';
import { isRegion } from '../../../shared/exchange/regions.ts';
import { asksBefore, runs } from '../../../shared/exchange/runs.ts';
import { whole } from './amount-field.tsx';
import { catalogue, productName } from './words.ts';

export type Need = Terms['requires'][number];
/** A claim with every field, what it does not say empty; `key` tells it from others while it is written. */
export type WrittenClaim = Required<Claim> & { key: string };

export interface Draft
  extends Pick<
    Terms,
    | 'product'
    | 'unit'
    | 'title'
    | 'body'
    | 'partial'
    | 'priority'
    | 'mode'
    | 'missingInputs'
    | 'upstreamId'
    | 'answersId'
  > {
  clientId: string;
  words: string;
  cpv: string;
  quantity: string;
  nuts: string;
  on: string;
  lot: string;
  /** The least that an offer ships, or a request takes, at first. */
  least: string;
  maxRecipients: string;
  shipsTo: string;
  toleranceDays: string;
  sponsorId: string;
  ratePerWeek: string;
  from: string;
  /** Days it stays open; empty: as long as is usual. */
  days: string;
  claims: WrittenClaim[];
  requires: Need[];
}

const day = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * day).toISOString();

/** Under which rules a standard is usually claimed. */
const regimes: Record<string, Claim['regime']> = {
  EN149: 'ppe_2016_425',
  EN166: 'ppe_2016_425',
  EN14683: 'mdr',
  EN455: 'mdr',
};

export const claimOf = (code: string): WrittenClaim => ({
  ...{
    key: uuid(),
    code,
    level: 'claimed',
    regime: regimes[code] ?? 'none',
    notifiedBody: '',
    certificate: '',
    expires: '',
    attachmentId: '',
  },
});

export const blank = (kind: Listing['kind'], nuts: string): Draft => ({
  ...{
    clientId: uuid(),
    words: '',
    product: null,
    cpv: '',
    quantity: '',
    unit: 'H87',
    nuts,
    on: calendarDay(new Date(Date.now() + (kind === 'offer' ? 0 : 7) * day)),
  },
  ...{
    title: '',
    body: '',
    lot: '1',
    least: '',
    maxRecipients: '',
    shipsTo: '*',
    toleranceDays: '0',
    partial: true,
    priority: 'normal',
    sponsorId: '',
  },
  ...{
    mode: 'stock',
    ratePerWeek: '',
    from: '',
    missingInputs: [],
    days: '',
    claims: [],
    requires: [],
    upstreamId: null,
    answersId: null,
  },
});

/** For how many days a draft would stay open, where that is not as usual; it was kept at `createdAt`. */
function daysOf({ kind, expiresAt, createdAt }: Listing): string {
  const days = Math.round((Date.parse(expiresAt) - Date.parse(createdAt)) / day);
  return days === runs[kind] ? '' : `${days}`;
}

/** A draft that says what a listing says. */
export const draftFrom = (listing: Listing, clientId = uuid()): Draft => {
  const {
    kind,
    product,
    cpv,
    quantity,
    nuts,
    on,
    lot,
    minShip,
    minReceive,
    maxRecipients,
    shipsTo,
    toleranceDays,
    ratePerWeek,
    from,
    claims,
  } = listing;
  const {
    unit,
    title,
    body,
    partial,
    priority,
    mode,
    missingInputs,
    requires,
    upstreamId,
    answersId,
  } = listing;
  return {
    ...blank(kind, nuts),
    ...{
      clientId,
      product,
      cpv,
      unit,
      body,
      partial,
      priority,
      mode,
      missingInputs,
      requires,
      upstreamId,
      answersId,
    },
    // Without a product its words are kept as the title.
    ...{
      words: product ? productName(product) : title,
      title: product || listing.state !== 'draft' ? title : '',
      quantity: quantity ? `${quantity}` : '',
      lot: `${lot}`,
      shipsTo: shipsTo.join(', '),
    },
    ...(on && { on }),
    ...{
      least: `${minShip || minReceive || ''}`,
      maxRecipients: `${maxRecipients ?? ''}`,
      toleranceDays: `${toleranceDays}`,
    },
    days: listing.state === 'draft' ? daysOf(listing) : '',
    ...{
      sponsorId: listing.sponsorId ?? '',
      ratePerWeek: `${ratePerWeek ?? ''}`,
      from: from ?? '',
    },
    claims: claims.map((claim) => ({ ...claimOf(claim.code), ...claim })),
  };
};

const standardOf = (product: string | null) =>
  product ? productOf(product, catalogue.value)?.claim : undefined;

/** What follows from a product: its unit, and the standard it is expected to meet in the place of that of the product before. */
export function ready(
  product: string,
  { claims, requires, product: before }: Draft,
  kind: Listing['kind'],
): Partial<Draft> {
  const standard = standardOf(product);
  const others = <T extends { code: string }>(all: T[]) =>
    all.filter(({ code }) => code !== standard && code !== standardOf(before));
  return {
    unit: productOf(product, catalogue.value)?.unit ?? 'H87',
    ...(kind === 'offer'
      ? {
          claims: [
            ...(standard
              ? [claims.find(({ code }) => code === standard) ?? claimOf(standard)]
              : []),
            ...others(claims),
          ],
        }
      : {
          requires: [
            ...(standard
              ? [
                  requires.find(({ code }) => code === standard) ?? {
                    code: standard,
                    min: 'claimed' as const,
                  },
                ]
              : []),
            ...others(requires),
          ],
        }),
  };
}

/**
 * A draft that repeats a listing, or answers it with one of the other kind.
 * @param input what the listing is missing: the draft asks for that
 */
export function answerTo(
  listing: Listing,
  kind: Listing['kind'],
  nuts: string,
  input: string | null,
): Draft {
  if (input) {
    const draft = {
      ...blank(kind, listing.nuts),
      words: productName(input),
      product: input,
      on: listing.from ?? listing.on,
      upstreamId: listing.id,
    };
    return { ...draft, ...ready(input, draft, kind) };
  }
  if (listing.kind === kind)
    return {
      ...draftFrom(listing),
      answersId: null,
      claims: draftFrom(listing).claims.map((claim) => ({ ...claim, level: ownLevel(claim) })),
    };
  const { id, product, cpv, unit, on, remaining, claims, requires } = listing;
  return {
    ...blank(kind, nuts),
    ...{
      words: product ? productName(product) : listing.title,
      product,
      cpv,
      unit,
      on,
      quantity: `${remaining}`,
      answersId: id,
    },
    ...(kind === 'offer'
      ? { claims: requires.map(({ code }) => claimOf(code)) }
      : { requires: claims.map(({ code, level }) => ({ code, min: level })) }),
  };
}

/** What a claim is worth by its author's word: only a validator verifies. */
export const ownLevel = ({
  certificate,
  attachmentId,
}: Pick<WrittenClaim, 'certificate' | 'attachmentId'>): Claim['level'] =>
  certificate.trim() || attachmentId ? 'documented' : 'claimed';

export type NewTerms = Omit<Sent<'listing:create'>, 'channelId' | 'clientId'> &
  Pick<Terms, 'claims' | 'requires' | 'body' | 'product' | 'shipsTo'>;

/** The terms of a listing as they are sent; without a title of its own it is called by what it is and whose. */
export function termsOf(
  draft: Draft,
  kind: Listing['kind'],
  lang: string,
  clusterName: string,
): NewTerms {
  const {
    product,
    unit,
    body,
    nuts,
    on,
    mode,
    partial,
    priority,
    missingInputs,
    upstreamId,
    answersId,
    days,
  } = draft;
  const offers = kind === 'offer';
  const capacity = offers && mode === 'capacity';
  const name = product ? productName(product) : draft.words.trim();
  const title = draft.title.trim();
  const least = whole(draft.least) || 0;
  return {
    ...{
      kind,
      lang,
      body,
      product,
      unit,
      nuts,
      on,
      mode,
      sponsorId: draft.sponsorId || null,
      partial,
      priority,
      upstreamId: offers ? null : upstreamId,
      answersId,
    },
    title:
      title.length >= 5
        ? title
        : [name, clusterName].filter(Boolean).join(', ').slice(0, 120).padEnd(5, '.'),
    ...(!product && { cpv: draft.cpv }),
    quantity: whole(draft.quantity) || 0,
    lot: whole(draft.lot) || 1,
    minShip: offers ? least : 0,
    minReceive: offers ? 0 : least,
    maxRecipients: (offers && Number(draft.maxRecipients)) || null,
    ratePerWeek: (capacity && whole(draft.ratePerWeek)) || null,
    from: (capacity && draft.from) || null,
    missingInputs: capacity ? missingInputs : [],
    shipsTo: offers
      ? draft.shipsTo
          .toUpperCase()
          .split(/[,\s]+/)
          .filter(Boolean)
      : ['*'],
    toleranceDays: offers ? 0 : Number(draft.toleranceDays) || 0,
    claims: offers ? draft.claims.filter(({ code }) => code).map(said) : [],
    requires: offers ? [] : draft.requires.filter(({ code }) => code),
    ...(whole(days) > 0 && { expiresAt: inDays(Math.min(runs.most, whole(days))) }),
  };
}

/** A claim without what it does not say. */
const said = ({ key: _key, ...claim }: WrittenClaim) =>
  Object.fromEntries(Object.entries(claim).filter(([, value]) => value !== '')) as unknown as Claim;

const within = (value: number, least: number, most: number) =>
  Number.isInteger(value) ? Math.min(most, Math.max(least, value)) : least;
const amounts = 1_000_000_000;

/** What of terms the server keeps in a draft: what is typed only halfway stays on this device. */
export function keepable(
  draft: Draft,
  { cpv, nuts, claims, requires, shipsTo, missingInputs = [], maxRecipients, ...terms }: NewTerms,
): NewTerms {
  const coded = <T extends { code: string }>(all: T[]) =>
    all
      .filter(
        ({ code }, n) =>
          claimCode.test(code) && all.findIndex((other) => other.code === code) === n,
      )
      .slice(0, 10);
  return {
    ...terms,
    title: draft.title.trim() || (draft.product ? '' : draft.words.trim()),
    ...(/^\d{8}$/.test(cpv ?? '') && { cpv }),
    quantity: within(terms.quantity, 0, amounts),
    lot: within(terms.lot ?? 1, 1, amounts),
    minShip: within(terms.minShip ?? 0, 0, amounts),
    minReceive: within(terms.minReceive ?? 0, 0, amounts),
    maxRecipients: maxRecipients ? within(maxRecipients, 1, 1000) : null,
    ratePerWeek: terms.ratePerWeek ? within(terms.ratePerWeek, 1, amounts) : null,
    toleranceDays: within(terms.toleranceDays ?? 0, 0, 60),
    nuts: isRegion(nuts) ? nuts : '',
    shipsTo: shipsTo.filter((region) => region === '*' || isRegion(region)).slice(0, 40),
    missingInputs: missingInputs.slice(0, 10),
    claims: coded(claims).map(({ notifiedBody, ...claim }) => ({
      ...claim,
      ...(/^\d{4}$/.test(notifiedBody ?? '') && { notifiedBody }),
    })),
    requires: coded(requires),
  };
}

/** A draft as the card shows it, before there is a listing. */
export const shownOf = (
  { expiresAt = '', cpv = '', ...terms }: NewTerms,
  channelId: string,
  clusterId: string,
): Listing => ({
  ...(terms as Omit<Terms, 'expiresAt' | 'cpv'>),
  ...{
    cpv,
    expiresAt,
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
  },
  ...{
    openedAt: null,
    firstResponseAt: null,
    version: 0,
    committed: 0,
    dispatched: 0,
    received: 0,
    remaining: terms.quantity,
    coverage: 'none',
  },
});

/** Whether its author is to say soon if it still holds. */
export const endsSoon = ({ state, expiresAt }: Pick<Listing, 'state' | 'expiresAt'>) =>
  state === 'open' && Date.parse(expiresAt) - Date.now() < asksBefore * 3_600_000;
