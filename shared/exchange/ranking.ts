/** What fits one listing, of all that stands facing it. Pure. */
import { byRank, type Gate, gateOf, type Offer, type Request, type Score, scoreOf, totalOf } from './match.ts';

/** Gates behind which there is nothing near. */
const hopeless = new Set<Gate>(['SAME_CLUSTER', 'EXHAUSTED', 'UNIT', 'CATEGORY']);

export interface Ranked {
  id: string;
  openedAt: string;
  total: number;
  score: Score;
}

export interface Ranking {
  /** Best first. */
  matches: Ranked[];
  /** What fails by one gate that is not hopeless, in the order given. */
  near: { id: string; gate: Gate }[];
}

/**
 * The best of those facing a listing, and those that nearly fit.
 * @param kind of the listing itself; those facing it are of the other
 * @param limit of each list
 */
export function rankingOf(kind: 'offer' | 'request', own: Offer & Request, facing: readonly (Offer & Request)[], limit: number): Ranking {
  const matches: Ranked[] = [];
  const near: Ranking['near'] = [];
  for (const other of facing) {
    const [offer, request] = kind === 'offer' ? [own, other] : [other, own];
    const gate = gateOf(offer, request);
    if (gate === null) {
      const score = scoreOf(offer, request);
      insert(matches, { id: other.id, openedAt: other.openedAt, total: totalOf(score), score }, limit);
    } else if (near.length < limit && !hopeless.has(gate)) near.push({ id: other.id, gate });
  }
  return { matches, near };
}

/** Keeps the best in order: most of thousands fall at the first comparison. */
function insert(best: Ranked[], found: Ranked, limit: number): void {
  const worst = best[limit - 1];
  if (worst && byRank(found, worst) >= 0) return;
  const at = best.findIndex((other) => byRank(found, other) < 0);
  best.splice(at < 0 ? best.length : at, 0, found);
  best.length = Math.min(best.length, limit);
}
