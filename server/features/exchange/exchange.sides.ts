/** A listing as the matching sees it. */
import type { Cluster } from '../../../shared/contract/clusters.ts';
import type { Offer, Request } from '../../../shared/exchange/match.ts';
import type { StoredListing } from './exchange.store.ts';

/** @param cluster the listing's own; its languages count beside the listing's, its mark where no claim is required */
export const sideOf = (listing: StoredListing, cluster: Cluster | undefined): Offer & Request => ({
  ...listing,
  languages: [...new Set([listing.lang, ...(cluster?.languages ?? [])])],
  openedAt: listing.openedAt ?? listing.createdAt,
  deliverableOn: listing.on,
  neededBy: listing.on,
  clusterLevel: cluster?.validated ? 'verified' : 'claimed',
});
