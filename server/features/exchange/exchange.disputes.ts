/** How a dispute ends: what the commitment held back on both sides is undone, and what was decided takes its place. */
import type { Commitment, CommitmentState } from '../../../shared/contract/commitments.ts';
import type { Decision } from '../../../shared/contract/listings.ts';
import { type Draft, refused, type Sums, shift } from './exchange.rules.ts';

/** What can be decided, and what it makes of a commitment. */
const outcomes = { cancel: 'cancelled', receive: 'received', lose: 'lost' } as const;
export type Outcome = keyof typeof outcomes;
export const isOutcome = (action: string): action is Outcome => Object.hasOwn(outcomes, action);

/** In which state a commitment became disputed, by what was decided about it; null when it never did. */
export const disputedFrom = (decisions: readonly Decision[]): CommitmentState | null =>
  (decisions.findLast(({ what }) => what === 'commitment:dispute')?.before ??
    null) as CommitmentState | null;

/** What a commitment takes up on its offer and on its request. */
function takenUp({
  state,
  quantity,
  received,
  accepted,
}: Pick<Commitment, 'state' | 'quantity' | 'received' | 'accepted'>): Record<
  'offer' | 'request',
  Partial<Sums>
> {
  switch (state) {
    case 'accepted':
      return { offer: { committed: quantity }, request: { committed: quantity } };
    case 'dispatched':
      return { offer: { dispatched: quantity }, request: { dispatched: quantity } };
    case 'received': {
      const arrived = received ?? quantity;
      // What never arrived stays dispatched on the offer; what was not taken is asked for again.
      return {
        offer: { dispatched: quantity - arrived, received: arrived },
        request: { received: accepted ?? 0 },
      };
    }
    case 'lost':
      return { offer: { dispatched: quantity }, request: {} };
    default:
      return { offer: {}, request: {} };
  }
}

const less = (sums: Partial<Sums>): Partial<Sums> =>
  Object.fromEntries(Object.entries(sums).map(([name, amount]) => [name, -amount]));

/** Ends a dispute; refused with the state that is found, where there is none. */
export function settle(
  draft: Draft,
  id: string,
  from: CommitmentState | null,
  outcome: Outcome,
  arrived?: { received: number; accepted: number },
): void {
  const disputed = draft.commitment(id);
  if (disputed.state !== 'disputed' || !from) throw refused('commitment', disputed.state);
  const state = outcomes[outcome];
  const settled = { ...disputed, ...(arrived ?? { received: null, accepted: null }), state };
  const [before, after] = [takenUp({ ...disputed, state: from }), takenUp(settled)];
  for (const side of ['offer', 'request'] as const) {
    const listingId = disputed[`${side}Id`];
    shift(draft, listingId, less(before[side]));
    const freed = draft.listing(listingId);
    // Fulfilled by what turned out otherwise: it goes on.
    if (freed.state === 'fulfilled' && freed.received < freed.quantity) {
      draft.putListing({ ...freed, state: 'open' });
      draft.note(listingId, 'listing:resume', 'fulfilled', 'open');
    }
    shift(draft, listingId, after[side]);
  }
  draft.putCommitment(settled);
  draft.note(id, `commitment:${outcome}`, 'disputed', state);
}
