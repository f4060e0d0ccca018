/** The drafts of listings, beside those of posts. */
import type { Listing } from '../../../shared/contract/listing.ts';
import { call } from '../../api.ts';
import { t } from '../../i18n.ts';
import { Empty } from '../../ui/empty.tsx';
import { attempt } from '../../ui/notice.tsx';
import { Time } from '../../ui/time.tsx';
import { channelById } from '../channels/channels.state.ts';
import { useLoaded } from './use-loaded.ts';
import { amount, nameOf, x } from './words.ts';

/** @param alone whether there are no others: then it says so when there are none of these either */
export function ListingDrafts({ alone }: { alone: boolean }) {
  const { value: drafts } = useLoaded('listing:drafts', {});
  if (drafts?.length === 0)
    return alone ? (
      <Empty action={<a href="/channels">{t('rail.browse')}</a>}>{t('drafts.empty')}</Empty>
    ) : null;
  return (
    <ul class="cards">
      {drafts?.map(({ listing }) => (
        <Row key={listing.id} listing={listing} />
      ))}
    </ul>
  );
}

function Row({ listing }: { listing: Listing }) {
  const { id: listingId, kind, channelId, title, quantity, unit, createdAt } = listing;
  return (
    <li>
      <div>
        <a href={`/listings/${listingId}`}>
          <b>{x('draftIn', { kind: x(kind), name: channelById(channelId)?.channel.name ?? '' })}</b>
        </a>
        <p class="clip">
          {title ||
            [quantity > 0 && amount(quantity, unit), nameOf(listing)].filter(Boolean).join(' ')}
        </p>
        <p class="muted">
          <Time iso={createdAt} brief />
        </p>
      </div>
      <button type="button" onClick={() => attempt(() => call('listing:discard', { listingId }))}>
        {t('discard')}
      </button>
    </li>
  );
}
