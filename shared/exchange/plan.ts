/**
 * The allocation plan: who could give what to whom, fairly. A proposal only; the order of the input changes nothing.
 * Tier by tier the request that has got least takes a step from its best offer, until no step is possible.
 */
import TinyQueue from 'tinyqueue';
import {
  byRank,
  commonPrefix,
  compare,
  firstShipment,
  gateOf,
  lotOf,
  type Offer,
  type Request,
  scoreOf,
  totalOf,
} from './match.ts';
import { insert, isAmong, type Placed } from './ranking.ts';

export const priorities = ['critical', 'high', 'normal', 'low'] as const;
export type Priority = (typeof priorities)[number];

export interface PlannedRequest extends Request {
  priority: Priority;
  quantity: number;
}

export interface PlannedOffer extends Offer {
  maxRecipients: number | null;
  /** Requests that it has promised something to already: they count among its recipients. */
  recipients?: readonly string[];
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
  /** The next of the offers that fit, best first. What could not give once cannot later, as all that is left only shrinks. */
  next: Candidate[];
  at: number;
  /** The last that was among them; null before the first. */
  last: Candidate | null;
  /** How many are looked for at a time. */
  batch: number;
}

interface Candidate extends Placed {
  giving: Giving;
}

/** Few requests get as far as the last of thousands; who does looks for more each time. */
const batch = { first: 32, times: 64 };

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

const share = ({ request: { quantity, remaining }, got }: Taking) =>
  (quantity - remaining + got) / quantity;

export function allocate(
  offers: readonly PlannedOffer[],
  requests: readonly PlannedRequest[],
): Plan {
  const givings = offers.map(
    (offer): Giving => ({
      offer,
      left: offer.remaining,
      to: new Map(offer.recipients?.map((id) => [id, 0])),
    }),
  );
  const byGroup = groups(givings);
  for (const tier of priorities) {
    const takings = requests
      .filter(({ priority }) => priority === tier)
      .map(
        (request): Taking => ({ request, got: 0, next: [], at: 0, last: null, batch: batch.first }),
      );
    const queue = new TinyQueue(takings, byNeed);
    for (let taking = queue.pop(); taking; taking = queue.pop())
      if (takeStep(taking, byGroup)) queue.push(taking);
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

/** The best after those that a request has seen; what is spent is dropped on the way. */
function bestAfter({ request, last, batch }: Taking, givings: Giving[]): Candidate[] {
  const best: Candidate[] = [];
  let kept = 0;
  for (const giving of givings) {
    if (giving.left === 0) continue;
    givings[kept++] = giving;
    const { offer } = giving;
    if (gateOf(offer, request) !== null) continue;
    const found = {
      id: offer.id,
      openedAt: offer.openedAt,
      total: totalOf(scoreOf(offer, request)),
      giving,
    };
    if ((!last || byRank(found, last) > 0) && isAmong(best, found, batch))
      insert(best, found, batch);
  }
  givings.length = kept;
  return best;
}

/** The best offer that may still give something to a request. */
function candidateOf(taking: Taking, byGroup: Map<string, Giving[]>): Candidate | undefined {
  if (taking.at === taking.next.length) {
    taking.at = 0;
    taking.next = bestAfter(taking, byGroup.get(groupOf(taking.request)) ?? []);
    taking.last = taking.next.at(-1) ?? taking.last;
    taking.batch *= batch.times;
  }
  return taking.next[taking.at];
}

/** True when the request got something and may want more. */
function takeStep(taking: Taking, byGroup: Map<string, Giving[]>): boolean {
  const { request } = taking;
  for (
    let candidate = candidateOf(taking, byGroup);
    candidate;
    candidate = candidateOf(taking, byGroup)
  ) {
    const { giving } = candidate;
    const quantity = stepOf(taking, giving);
    if (quantity > 0) {
      giving.left -= quantity;
      giving.to.set(request.id, (giving.to.get(request.id) ?? 0) + quantity);
      taking.got += quantity;
      return taking.got < request.remaining;
    }
    taking.at++;
  }
  return false;
}

/** What one step from an offer brings; 0 when none is possible. */
function stepOf({ request, got }: Taking, { offer, left, to }: Giving): number {
  const needed = request.remaining - got;
  const before = to.get(request.id) ?? 0;
  if (offer.maxRecipients !== null && !to.has(request.id) && to.size >= offer.maxRecipients)
    return 0;
  const lot = lotOf(offer, request);
  const floored = (quantity: number) => Math.floor(quantity / lot) * lot;
  if (!request.partial)
    return floored(Math.min(left, needed)) === needed && needed >= offer.minShip ? needed : 0;
  const least = before === 0 ? firstShipment(offer, request, lot, request.quantity) : lot;
  const wanted = Math.ceil(Math.max(least, tenth(request.quantity)) / lot) * lot;
  const quantity = floored(Math.min(wanted, left, needed));
  return quantity >= least ? quantity : 0;
}

function summed(givings: Giving[], requests: readonly PlannedRequest[]): Plan {
  const regionOf = new Map(requests.map(({ id, nuts }) => [id, nuts]));
  const shipments = givings
    .flatMap(({ offer, to }) =>
      [...to].map(([requestId, quantity]) => ({
        offerId: offer.id,
        requestId,
        quantity,
        from: offer.nuts,
      })),
    )
    .filter(({ quantity }) => quantity > 0)
    .sort((a, b) => compare(a.offerId, b.offerId) || compare(a.requestId, b.requestId));
  const planned = shipments.reduce((sum, { quantity }) => sum + quantity, 0);
  const wanted = requests.reduce((sum, { remaining }) => sum + remaining, 0);
  const apart = shipments.reduce(
    (sum, { requestId, quantity, from }) =>
      sum + quantity * (5 - commonPrefix(from, regionOf.get(requestId) ?? '')),
    0,
  );
  return {
    shipments: shipments.map(({ offerId, requestId, quantity }) => ({
      offerId,
      requestId,
      quantity,
    })),
    fillRate: wanted > 0 ? planned / wanted : 1,
    distance: planned > 0 ? apart / planned : 0,
    shipmentsOf: Object.fromEntries(
      givings.filter(({ to }) => to.size > 0).map(({ offer, to }) => [offer.id, to.size]),
    ),
  };
}
