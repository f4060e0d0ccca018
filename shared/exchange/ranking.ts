/** What fits one listing, of all that stands facing it. Pure. */
import {
  byRank,
  type Gate,
  gateOf,
  isHopeless,
  isOpen,
  type Offer,
  type Request,
  type Score,
  scoreOf,
  totalOf,
} from './match.ts';

/** What decides about the place of a match. */
export interface Placed {
  id: string;
  openedAt: string;
  total: number;
}

export interface Ranked extends Placed {
  score: Score;
}

export interface Ranking {
  /** Best first. */
  matches: Ranked[];
  /** What fails by one gate that is not hopeless, in the order given. */
  near: { id: string; gate: Gate }[];
}

type Facing = Offer & Request & { state: string; expiresAt: string };

/**
 * The best of those facing a listing, and those that nearly fit.
 * @param kind of the listing itself; those facing it are of the other
 * @param limit of each list
 * @param now ISO; what is no longer open then is neither
 */
export function rankingOf(
  kind: 'offer' | 'request',
  own: Offer & Request,
  facing: Iterable<Facing>,
  limit: number,
  now: string,
): Ranking {
  const matches: Ranked[] = [];
  const near: Ranking['near'] = [];
  for (const other of facing) {
    const [offer, request] = kind === 'offer' ? [own, other] : [other, own];
    const gate = gateOf(offer, request);
    if (gate === null) {
      const score = scoreOf(offer, request);
      const found = { id: other.id, openedAt: other.openedAt, total: totalOf(score), score };
      // Most of thousands fall at the first comparison: what only the others need is looked at after it.
      if (isAmong(matches, found, limit) && isOpen(other, now)) insert(matches, found, limit);
    } else if (near.length < limit && !isHopeless(gate) && isOpen(other, now))
      near.push({ id: other.id, gate });
  }
  return { matches, near };
}

/** Whether something would be among so many of the best, which are in order. */
export function isAmong(best: readonly Placed[], found: Placed, limit: number): boolean {
  const worst = best[limit - 1];
  return !worst || byRank(found, worst) < 0;
}

/** Puts something in its place among the best; what comes after so many falls out. */
export function insert<T extends Placed>(best: T[], found: T, limit: number): void {
  let [from, to] = [0, best.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (byRank(found, best[middle] as T) < 0) to = middle;
    else from = middle + 1;
  }
  best.splice(from, 0, found);
  best.length = Math.min(best.length, limit);
}
