/** The listing that a post carries: its card, and the two clicks by which one answers it. */
import { useState } from 'preact/hooks';
import type { Listing } from '../../../shared/contract/listing.ts';
import { lazy } from '../../ui/lazy.tsx';
import { account } from '../accounts/session.state.ts';
import { ListingCard } from './card.tsx';
import { x } from './words.ts';

const ProposeDialog = lazy(() =>
  import('./propose-dialog.tsx').then((module) => module.ProposeDialog),
);

/** @param whole on the page of the listing itself, which needs no way there */
export function PostListing({ listing, whole = false }: { listing: Listing; whole?: boolean }) {
  const [open, setOpen] = useState(false);
  const own = listing.clusterId === account.value?.clusterId;
  return (
    <ListingCard listing={listing}>
      <p class="listing-actions">
        {!own && listing.state === 'open' && (
          <button type="button" class="primary" onClick={() => setOpen(true)}>
            {x(listing.kind === 'request' ? 'iCanHelp' : 'iNeedThis')}
          </button>
        )}
        {!whole && (
          <a class="button" href={`/listings/${listing.id}`}>
            {x('details')}
          </a>
        )}
      </p>
      {open && <ProposeDialog listing={listing} close={() => setOpen(false)} />}
    </ListingCard>
  );
}
