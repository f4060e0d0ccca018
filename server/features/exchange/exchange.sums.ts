/** What a commitment takes up of its offer and of its request. Every change of their sums follows from this. */
import type { Commitment } from '../../../shared/contract/commitments.ts';
import type { StoredListing } from './exchange.store.ts';

export type Sums = Pick<StoredListing, 'committed' | 'dispatched' | 'received'>;

const nothing: Sums = { committed: 0, dispatched: 0, received: 0 };

/**
 * By its state; a disputed one takes up what it did before, which does not follow from it.
 * What never arrived stays dispatched on the offer, which has given it away; what was not taken is asked for again.
 */
export function takenUp({
  state,
  quantity,
  received,
  accepted,
}: Pick<Commitment, 'state' | 'quantity' | 'received' | 'accepted'>): Record<
  'offer' | 'request',
  Sums
> {
  const both = (sums: Partial<Sums>) => ({
    offer: { ...nothing, ...sums },
    request: { ...nothing, ...sums },
  });
  switch (state) {
    case 'accepted':
      return both({ committed: quantity });
    case 'dispatched':
      return both({ dispatched: quantity });
    case 'received':
    case 'closed': {
      const arrived = received ?? quantity;
      return {
        offer: { ...nothing, dispatched: quantity - arrived, received: arrived },
        request: { ...nothing, received: accepted ?? 0 },
      };
    }
    case 'lost':
      return { offer: { ...nothing, dispatched: quantity }, request: nothing };
    default:
      return both({});
  }
}
