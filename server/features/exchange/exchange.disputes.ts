/** How a dispute ends: what the commitment held back on both sides is undone, and what was decided takes its place. */
import type { CommitmentState } from '../../../shared/contract/commitments.ts';
import type { Decision } from '../../../shared/contract/listings.ts';
import { type Draft, refused, shiftSides } from './exchange.rules.ts';

/** What can be decided, and what it makes of a commitment. */
const outcomes = { cancel: 'cancelled', receive: 'received', lose: 'lost' } as const;
export type Outcome = keyof typeof outcomes;
export const isOutcome = (action: string): action is Outcome => Object.hasOwn(outcomes, action);

/** In which state a commitment became disputed, by what was decided about it; null when it never did. */
export const disputedFrom = (decisions: readonly Decision[]): CommitmentState | null =>
  (decisions.findLast(({ what }) => what === 'commitment:dispute')?.before ??
    null) as CommitmentState | null;

/** Ends a dispute; refused with the state that is found, where there is none. */
export function settle(
  draft: Draft,
  id: string,
  from: CommitmentState | null,
  outcome: Outcome,
  arrived: { received: number; accepted: number } | undefined,
): void {
  const disputed = draft.commitment(id);
  if (disputed.state !== 'disputed' || !from) throw refused('commitment', disputed.state);
  const state = outcomes[outcome];
  const settled = { ...disputed, ...(arrived ?? { received: null, accepted: null }), state };
  shiftSides(draft, { ...disputed, state: from }, settled);
  draft.putCommitment(settled);
  draft.note(id, `commitment:${outcome}`, 'disputed', state);
}
