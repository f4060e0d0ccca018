/**
 * Whether an offer and a request fit, and how well: the gates and the score of the exchange. Pure; the server ranks by it,
 * the client explains by it. Quantities are whole numbers of the listing's unit, dates are ISO days.
 */

export type Evidence = 'claimed' | 'documented' | 'verified';

/** Levels of evidence as numbers, the better the higher; 0 is none at all. */
export const levels: Record<Evidence, number> = { claimed: 1, documented: 2, verified: 3 };

/** What both sides of a match have. */
export interface Side {
  id: string;
  clusterId: string;
  /** Slug of the catalogue. */
  product: string | null;
  /** Eight digits of the Common Procurement Vocabulary. */
  cpv: string;
  /** UN/CEFACT Recommendation 20. */
  unit: string;
  /** What is neither committed nor received. */
  remaining: number;
  /** Smallest tradable step. */
  lot: number;
  /** NUTS 2024, two to five characters. */
  nuts: string;
  /** BCP 47, of the listing and of its cluster. */
  languages: readonly string[];
  /** When it was opened, ISO; the earlier of equals comes first. */
  openedAt: string;
}

export interface Offer extends Side {
  minShip: number;
  /** NUTS prefixes, or `*`. */
  shipsTo: readonly string[];
  deliverableOn: string;
  claims: readonly { code: string; level: Evidence }[];
  /** What stands for evidence where the request requires none. */
  clusterLevel: Evidence;
}

export interface Request extends Side {
  minReceive: number;
  partial: boolean;
  neededBy: string;
  toleranceDays: number;
  requires: readonly { code: string; min: Evidence }[];
}

/** The first gate that fails; CONFORMITY and EVIDENCE name the claim. */
export type Gate =
  | 'SAME_CLUSTER'
  | 'EXHAUSTED'
  | 'UNIT'
  | 'CATEGORY'
  | `CONFORMITY:${string}`
  | `EVIDENCE:${string}`
  | 'AREA'
  | 'TOO_LATE'
  | 'LOT'
  | 'NO_PARTIAL';

const hopeless: ReadonlySet<Gate | null> = new Set([
  'SAME_CLUSTER',
  'EXHAUSTED',
  'UNIT',
  'CATEGORY',
]);

/** Whether a gate is one that no agreement of people opens: behind it there is nothing to trade. */
export const isHopeless = (gate: Gate | null) => hopeless.has(gate);

/** Points by term; together 0 to 1000. */
export interface Score {
  category: number;
  quantity: number;
  time: number;
  geography: number;
  evidence: number;
  language: number;
}

/** The most each term gives. */
export const weights: Score = {
  category: 250,
  quantity: 250,
  time: 200,
  geography: 150,
  evidence: 100,
  language: 50,
};

/** Whether a listing can be traded at a time (ISO): the clock that ends it may be some seconds behind. */
export const isOpen = ({ state, expiresAt }: { state: string; expiresAt: string }, now: string) =>
  state === 'open' && expiresAt > now;

export type Match = { gate: Gate } | { gate: null; score: Score; total: number };

/** A CPV code without its trailing zeros, never below two digits. */
export const stemOf = (cpv: string) => cpv.slice(0, 2) + cpv.slice(2).replace(/0+$/, '');

/** Whole days by which the first date lies after the second; 0 when it does not. */
export const daysLate = (on: string, by: string) =>
  on <= by ? 0 : Math.round((Date.parse(on) - Date.parse(by)) / 86_400_000);

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));

/** The step in which both sides can trade: a multiple of either lot. */
export const lotOf = (offer: Pick<Side, 'lot'>, request: Pick<Side, 'lot'>) =>
  (offer.lot / divisor(offer.lot, request.lot)) * request.lot;

/** The least that the first shipment of a pair may be. */
export const firstShipment = (
  offer: Offer,
  request: Request,
  lot: number,
  wanted = request.remaining,
) => Math.max(lot, offer.minShip, Math.min(request.minReceive, wanted));

/** How many characters two NUTS codes have in common from the left. */
export function commonPrefix(one: string, other: string): number {
  let n = 0;
  while (n < one.length && one[n] === other[n]) n++;
  return n;
}

export const shipsThere = ({ shipsTo }: Pick<Offer, 'shipsTo'>, nuts: string) =>
  shipsTo.some((prefix) => prefix === '*' || nuts.startsWith(prefix));

/** The first gate that fails, in the order of the rules; null when the two fit. */
export function gateOf(offer: Offer, request: Request): Gate | null {
  if (offer.clusterId === request.clusterId) return 'SAME_CLUSTER';
  if (offer.remaining <= 0 || request.remaining <= 0) return 'EXHAUSTED';
  if (offer.unit !== request.unit) return 'UNIT';
  if (categoryShare(offer, request) === 0) return 'CATEGORY';
  for (const { code } of request.requires)
    if (!offer.claims.some((claim) => claim.code === code)) return `CONFORMITY:${code}`;
  for (const { code, min } of request.requires)
    if (levelOf(offer, code) < levels[min]) return `EVIDENCE:${code}`;
  if (!shipsThere(offer, request.nuts)) return 'AREA';
  if (daysLate(offer.deliverableOn, request.neededBy) > request.toleranceDays) return 'TOO_LATE';
  const lot = lotOf(offer, request);
  const possible = Math.floor(Math.min(offer.remaining, request.remaining) / lot) * lot;
  if (possible < firstShipment(offer, request, lot)) return 'LOT';
  return !request.partial && possible < request.remaining ? 'NO_PARTIAL' : null;
}

/** The best level of a claim, as a number; 0 when it is not made. */
export const levelOf = ({ claims }: Pick<Offer, 'claims'>, code: string): number =>
  claims.reduce(
    (best, claim) => (claim.code === code ? Math.max(best, levels[claim.level]) : best),
    0,
  );

/** Per cent. */
function categoryShare(offer: Side, request: Side): number {
  if (offer.product && request.product) return offer.product === request.product ? 100 : 0;
  const [offered, wanted] = [stemOf(offer.cpv), stemOf(request.cpv)];
  if (offered === wanted) return 100;
  if (offered.startsWith(wanted)) return 90;
  return wanted.startsWith(offered) ? 60 : 0;
}

const nearness = [20, 20, 60, 75, 90, 100];
const trust = [0, 30, 60, 100];

const points = (weight: number, share: number) => Math.floor((weight * share) / 100);

/** Points for two that pass every gate. */
export function scoreOf(offer: Offer, request: Request): Score {
  const late = daysLate(offer.deliverableOn, request.neededBy);
  const onTime =
    late === 0
      ? weights.time
      : Math.floor((weights.time * (request.toleranceDays - late)) / request.toleranceDays);
  const weakest =
    request.requires.length > 0
      ? Math.min(...request.requires.map(({ code }) => levelOf(offer, code)))
      : levels[offer.clusterLevel];
  return {
    category: points(weights.category, categoryShare(offer, request)),
    quantity: Math.floor(
      (weights.quantity * Math.min(offer.remaining, request.remaining)) / request.remaining,
    ),
    time: onTime,
    geography: points(weights.geography, nearness[commonPrefix(offer.nuts, request.nuts)] ?? 20),
    evidence: points(weights.evidence, trust[weakest] ?? 0),
    language: offer.languages.some((language) => request.languages.includes(language))
      ? weights.language
      : 0,
  };
}

export const totalOf = (score: Score) =>
  score.category + score.quantity + score.time + score.geography + score.evidence + score.language;

export function matchOf(offer: Offer, request: Request): Match {
  const gate = gateOf(offer, request);
  if (gate) return { gate };
  const score = scoreOf(offer, request);
  return { gate: null, score, total: totalOf(score) };
}

/** Higher total first, then opened earlier, then the lower id. */
export const byRank = (
  a: { total: number; openedAt: string; id: string },
  b: { total: number; openedAt: string; id: string },
) => b.total - a.total || compare(a.openedAt, b.openedAt) || compare(a.id, b.id);

export const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
