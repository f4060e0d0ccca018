/** What fits one listing, of all that stands facing it. Pure. */
import { byRank, type Gate, gateOf, isOpen, type Offer, type Request, type Score, scoreOf, totalOf } from './match.ts';

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

type Facing = Offer & Request & { state: string; expiresAt: string };

/**
 * The best of those facing a listing, and those that nearly fit.
 * @param kind of the listing itself; those facing it are of the other
 * @param limit of each list
 * @param now ISO; what is no longer open then is neither
 */
export function rankingOf(kind: 'offer' | 'request', own: Offer & Request, facing: Iterable<Facing>, limit: number, now: string): Ranking {
  const matches: Ranked[] = [];
  const near: Ranking['near'] = [];
  // Most of thousands fall at the first comparison with the worst kept: what only the others need is looked at after it.
  const keep = (other: Facing, score: Score) => {
    const found = { id: other.id, openedAt: other.openedAt, total: totalOf(score), score };
    const worst = matches[limit - 1];
    if ((worst && byRank(found, worst) >= 0) || !isOpen(other, now)) return;
    const at = matches.findIndex((kept) => byRank(found, kept) < 0);
    matches.splice(at < 0 ? matches.length : at, 0, found);
    matches.length = Math.min(matches.length, limit);
  };
  for (const other of facing) {
    const [offer, request] = kind === 'offer' ? [own, other] : [other, own];
    const gate = gateOf(offer, request);
    if (gate === null) {
      keep(other, scoreOf(offer, request));
    } else if (near.length < limit && !hopeless.has(gate) && isOpen(other, now)) near.push({ id: other.id, gate });
  }
  return { matches, near };
}
