/**
 * What commitments rely on: that their offer stands, and the evidence their request asks for. Once it is gone they are
 * flagged, and end unless they are on their way.
 */
import type { Commitment } from '../../../shared/contract/commitments.ts';
import type { Claim } from '../../../shared/contract/listing.ts';
import { holdsOf } from '../../../shared/exchange/holds.ts';
import { levelOf, levels } from '../../../shared/exchange/match.ts';
import { type Draft, live, moveCommitment } from './exchange.rules.ts';
import { claimsAt, type ExchangeStore, type StoredListing } from './exchange.store.ts';

/** The live commitments of an offer, and what is to be loaded so that they can change along with it. */
export interface Relying {
  related: Pick<Commitment, 'id' | 'requestId'>[];
  along: { listings: string[]; commitments: string[] };
}

/** Where nothing changes that anybody could rely on. */
export const nobodyRelies: Relying = { related: [], along: { listings: [], commitments: [] } };

export async function relyingOn(
  store: Pick<ExchangeStore, 'commitmentsOf'>,
  offerId: string,
): Promise<Relying> {
  const related = (await store.commitmentsOf([offerId])).filter(
    (commitment) => commitment.offerId === offerId && live.includes(commitment.state),
  );
  return {
    related,
    along: {
      listings: [...new Set(related.map(({ requestId }) => requestId))],
      commitments: related.map(({ id }) => id),
    },
  };
}

/** Flags a commitment, and cancels it unless it is on its way. */
function flag(draft: Draft, id: string, flagged: string): void {
  const commitment = draft.commitment(id);
  if (!live.includes(commitment.state)) return;
  draft.putCommitment({ ...commitment, flagged });
  if (commitment.state === 'proposed' || commitment.state === 'accepted')
    moveCommitment(draft, id, 'cancel');
}

/** Flags what relied on an offer that is suspended. */
export function flagSuspended(draft: Draft, { related }: Relying): void {
  for (const { id } of related) flag(draft, id, 'SUSPENDED');
}

/**
 * Follows up a change of an offer's claims: flags what relied on a claim that is no longer there, or no longer at the level
 * that the request asks for, and brings the offer back to review where it no longer passes the checks on posting.
 * @param before the claims as they were
 */
export function followClaims(
  draft: Draft,
  offerId: string,
  before: readonly Claim[],
  { related }: Relying,
): void {
  const { claims } = draft.listing(offerId);
  for (const { id, requestId } of related) {
    const lost = draft.listing(requestId).requires.find(({ code, min }) => {
      const now = levelOf({ claims }, code);
      return now < levelOf({ claims: before }, code) && now < levels[min];
    });
    if (lost) flag(draft, id, lost.code);
  }
  const now = draft.listing(offerId);
  if (now.state !== 'open') return;
  const known = holdsOf({ ...now, claims: before });
  const holds = holdsOf(now).filter((hold) => !known.includes(hold));
  if (holds.length === 0) return;
  draft.putListing({ ...now, state: 'review', holds });
  draft.note(offerId, 'listing:hold', 'open', 'review');
}

/** Makes claims that are past their end count as claimed, with all that follows. */
export function lapseClaims(draft: Draft, offerId: string, relying: Relying): void {
  const now = draft.listing(offerId);
  const claims = claimsAt(draft.at, now.claims);
  const lapsed = now.claims.filter((claim) => !claims.includes(claim));
  if (lapsed.length === 0) return;
  const standing: StoredListing['standing'] = now.standing && {
    ...now.standing,
    claims: claimsAt(draft.at, now.standing.claims),
  };
  draft.putListing({ ...now, claims, standing });
  for (const { code, level } of lapsed)
    draft.note(offerId, 'claim:expire', level, `${code} claimed`);
  followClaims(draft, offerId, now.claims, relying);
}
