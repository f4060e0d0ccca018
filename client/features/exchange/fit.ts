/** Whether two listings fit, by the rules that the server ranks by. */
import type { Listing } from '../../../shared/contract/listing.ts';
import { type Gate, gateOf, type Offer, type Request } from '../../../shared/exchange/match.ts';

/** What a gate does not look at may be anything. */
const sideOf = (listing: Listing): Offer & Request => ({
  ...listing,
  languages: [],
  openedAt: listing.createdAt,
  deliverableOn: listing.on,
  neededBy: listing.on,
  clusterLevel: 'claimed',
});

/** The first gate between an offer and a request, in whichever order they are given; null when they fit. */
export function gateBetween(one: Listing, other: Listing): Gate | null {
  const [offer, request] = one.kind === 'offer' ? [one, other] : [other, one];
  return gateOf(sideOf(offer), sideOf(request));
}
