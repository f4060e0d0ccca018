/** Why a listing waits for review, and who reviews it. */
import type { Listing } from '../../../shared/contract/listing.ts';
import { clusterById } from '../clusters/clusters.state.ts';
import { Holds } from './card.tsx';
import { x } from './words.ts';

export function WhyReview({
  listing: { holds, openedAt, clusterId, sponsorId },
}: {
  listing: Listing;
}) {
  const sponsor = clusterById(sponsorId)?.name;
  return (
    <>
      <Holds holds={holds} title={x('held')} />
      <p class="muted">
        {openedAt !== null && `${x('changedReview')} `}
        {openedAt === null && !clusterById(clusterId)?.validated && `${x('unvalidated')} `}
        {sponsor ? x('reviewedBy', { name: sponsor }) : x('reviewedByModerators')}
      </p>
    </>
  );
}
