/** Taking listings back: one, or all of a member who leaves the forum. */
import type { Listing } from '../../../shared/contract/listing.ts';
import { AppError } from '../../core/errors.ts';
import type { ExchangeChange } from './exchange.change.ts';
import { type Act, moveCommitment, moveListing } from './exchange.rules.ts';
import type { ExchangeStore } from './exchange.store.ts';

export interface Withdrawal {
  /** Takes a listing back; what was only proposed for it is declined. */
  withdraw(listingId: string, act: Act): Promise<Listing>;
  /** Takes back whatever of a member stands, and drops their drafts. */
  withdrawAllOf(memberId: string): Promise<void>;
}

const together = 100;

export function createWithdrawal({
  store,
  change,
}: {
  store: ExchangeStore;
  change: ExchangeChange;
}): Withdrawal {
  async function withdraw(listingId: string, act: Act): Promise<Listing> {
    const proposed = (await store.commitmentsOf([listingId]))
      .filter(({ state }) => state === 'proposed')
      .map(({ id }) => id);
    return change.one(
      listingId,
      act,
      (draft) => {
        moveListing(draft, listingId, 'withdraw', act);
        for (const id of proposed)
          if (draft.commitment(id).state === 'proposed') moveCommitment(draft, id, 'decline');
      },
      { commitments: proposed },
    );
  }

  return {
    withdraw,
    async withdrawAllOf(authorId) {
      const states = ['draft', 'open', 'review', 'suspended'] as const;
      for (let before: string | undefined; ; ) {
        const found = await store.listings({
          authorId,
          states: [...states],
          before,
          limit: together,
        });
        for (const { id, state } of found) {
          if (state === 'draft') await store.discard(id);
          else
            await withdraw(id, { actorId: authorId, at: new Date().toISOString() }).catch(
              (error) => {
                // Somebody else moved it meanwhile.
                if (!(error instanceof AppError) || error.code !== 'conflict') throw error;
              },
            );
        }
        if (found.length < together) return;
        before = found.at(-1)?.id;
      }
    },
  };
}
