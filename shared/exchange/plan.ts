/**
 * The allocation plan: who could give what to whom, fairly. A proposal only; the order of the input changes nothing.
 * Tier by tier the request that has got least takes a step from its best offer, until no step is possible.
 */
import TinyQueue from 'tinyqueue';
import { byRank, commonPrefix, compare, firstShipment, lotOf, matchOf, type Offer, type Request } from './match.ts';

export const priorities = ['critical', 'high', 'normal', 'low'] as const;
export type Priority = (typeof priorities)[number];

export interface PlannedRequest extends Request {
  priority: Priority;
  quantity: number;
}

export interface PlannedOffer extends Offer {
  maxRecipients: number | null;
}

export interface Shipment {
  offerId: string;
  requestId: string;
  quantity: number;
}

export interface Plan {
  /** Ordered by offer, then request. */
  shipments: Shipment[];
  /** Planned of what was wanted, 0 to 1. */
  fillRate: number;
  /** Mean steps between the NUTS codes of a piece's ends: 0 the same region, 5 another country. */
  distance: number;
  /** How many shipments each offer makes that makes any. */
  shipmentsOf: Record<string, number>;
}

/** What a request takes in one step, of all that it asks for. */
const tenth = (quantity: number) => Math.ceil(quantity / 10);

interface Taking {
  request: PlannedRequest;
  got: number;
  /** Offers that fit, best first; built when the request first takes. */
  offers: Giving[] | null;
}

interface Giving {
  offer: PlannedOffer;
  left: number;
  /** Quantities by request. */
  to: Map<string, number>;
}

/** The least filled first; then needed first, opened first, the lower id. */
const byNeed = (a: Taking, b: Taking) =>
  share(a) - share(b) ||
  compare(a.request.neededBy, b.request.neededBy) ||
  compare(a.request.openedAt, b.request.openedAt) ||
  compare(a.request.id, b.request.id);

const share = ({ request: { quantity, remaining }, got }: Taking) => (quantity - remaining + got) / quantity;

export function allocate(offers: readonly PlannedOffer[], requests: readonly PlannedRequest[]): Plan {
  const givings = offers.map((offer): Giving => ({ offer, left: offer.remaining, to: new Map() }));
  const byGroup = groups(givings);
  for (const tier of priorities) {
    const takings = requests.filter(({ priority }) => priority === tier).map((request): Taking => ({ request, got: 0, offers: null }));
    const queue = new TinyQueue(takings, byNeed);
    for (let taking = queue.pop(); taking; taking = queue.pop()) if (takeStep(taking, byGroup)) queue.push(taking);
  }
  return summed(givings, requests);
}

/** Offers by unit and the first two digits of their code: no others can fit. */
function groups(givings: Giving[]): Map<string, Giving[]> {
  const found = new Map<string, Giving[]>();
  for (const giving of givings) {
    const key = groupOf(giving.offer);
    const group = found.get(key);
    if (group) group.push(giving);
    else found.set(key, [giving]);
  }
  return found;
}

const groupOf = ({ unit, cpv }: { unit: string; cpv: string }) => `${unit} ${cpv.slice(0, 2)}`;

function ranked({ request }: Taking, givings: Giving[]): Giving[] {
  return givings
    .flatMap((giving) => {
      const found = giving.left > 0 ? matchOf(giving.offer, request) : { gate: 'EXHAUSTED' as const };
      return found.gate === null ? [{ giving, total: found.total, openedAt: giving.offer.openedAt, id: giving.offer.id }] : [];
    })
    .sort(byRank)
    .map(({ giving }) => giving);
}

/** True when the request got something and may want more. */
function takeStep(taking: Taking, byGroup: Map<string, Giving[]>): boolean {
  const { request } = taking;
  taking.offers ??= ranked(taking, byGroup.get(groupOf(request)) ?? []);
  for (const giving of taking.offers) {
    const quantity = stepOf(taking, giving);
    if (quantity === 0) continue;
    giving.left -= quantity;
    giving.to.set(request.id, (giving.to.get(request.id) ?? 0) + quantity);
    taking.got += quantity;
    return taking.got < request.remaining;
  }
  return false;
}

/** What one step from an offer brings; 0 when none is possible. */
function stepOf({ request, got }: Taking, { offer, left, to }: Giving): number {
  const needed = request.remaining - got;
  const before = to.get(request.id) ?? 0;
  if (before === 0 && offer.maxRecipients !== null && to.size >= offer.maxRecipients) return 0;
  const lot = lotOf(offer, request);
  const floored = (quantity: number) => Math.floor(quantity / lot) * lot;
  if (!request.partial) return floored(Math.min(left, needed)) === needed && needed >= offer.minShip ? needed : 0;
  const least = before === 0 ? firstShipment(offer, request, lot, request.quantity) : lot;
  const wanted = Math.ceil(Math.max(least, tenth(request.quantity)) / lot) * lot;
  const quantity = floored(Math.min(wanted, left, needed));
  return quantity >= least ? quantity : 0;
}

function summed(givings: Giving[], requests: readonly PlannedRequest[]): Plan {
  const regionOf = new Map(requests.map(({ id, nuts }) => [id, nuts]));
  const shipments = givings
    .flatMap(({ offer, to }) => [...to].map(([requestId, quantity]) => ({ offerId: offer.id, requestId, quantity, from: offer.nuts })))
    .sort((a, b) => compare(a.offerId, b.offerId) || compare(a.requestId, b.requestId));
  const planned = shipments.reduce((sum, { quantity }) => sum + quantity, 0);
  const wanted = requests.reduce((sum, { remaining }) => sum + remaining, 0);
  const apart = shipments.reduce((sum, { requestId, quantity, from }) => sum + quantity * (5 - commonPrefix(from, regionOf.get(requestId) ?? '')), 0);
  return {
    shipments: shipments.map(({ offerId, requestId, quantity }) => ({ offerId, requestId, quantity })),
    fillRate: wanted > 0 ? planned / wanted : 1,
    distance: planned > 0 ? apart / planned : 0,
    shipmentsOf: Object.fromEntries(givings.filter(({ to }) => to.size > 0).map(({ offer, to }) => [offer.id, to.size])),
  };
}
