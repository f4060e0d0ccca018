/** A listing as the matching sees it. */
import type { Cluster } from '../../../shared/contract/clusters.ts';
import type { Evidence, Offer, Request } from '../../../shared/exchange/match.ts';
import type { StoredListing } from './exchange.store.ts';

/** What a cluster adds to its listings: its languages, and its mark where no claim is required. */
export const factsOf = (
  lang: string,
  cluster: Cluster | undefined,
): { languages: string[]; clusterLevel: Evidence } => ({
  // Who writes pt-BR and who writes pt understand each other.
  languages: [
    ...new Set([lang, ...(cluster?.languages ?? [])].map((tag) => tag.split('-', 1)[0] as string)),
  ],
  clusterLevel: cluster?.validated ? 'verified' : 'claimed',
});

/** @param cluster the listing's own */
export function sideOf(listing: StoredListing, cluster: Cluster | undefined): Offer & Request {
  const {
    id,
    clusterId,
    product,
    cpv,
    unit,
    remaining,
    lot,
    nuts,
    minShip,
    shipsTo,
    claims,
    minReceive,
    partial,
    toleranceDays,
    requires,
    on,
  } = listing;
  return {
    ...{
      id,
      clusterId,
      product,
      cpv,
      unit,
      remaining,
      lot,
      nuts,
      minShip,
      shipsTo,
      claims,
      minReceive,
      partial,
      toleranceDays,
      requires,
    },
    ...factsOf(listing.lang, cluster),
    openedAt: listing.openedAt ?? listing.createdAt,
    deliverableOn: on,
    neededBy: on,
  };
}
