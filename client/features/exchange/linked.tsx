/** What a listing hangs together with: the offer a request is for, or the requests for what an offer of capacity is missing. */
import type { Listing } from '../../../shared/contract/listing.ts';

import { productOf } from '../../../shared/exchange/catalogue.ts';
import { useLoaded } from './use-loaded.ts';
import { amount, catalogue, productName, x } from './words.ts';

/** @param slug of the channel in which what is still missing is asked for; without it nobody is invited to */
export function Linked({ listing, slug }: { listing: Listing; slug: string | undefined }) {
  if (listing.upstreamId) return <Upstream id={listing.upstreamId} />;
  if (listing.missingInputs.length === 0) return null;
  return <Missing offer={listing} slug={slug} />;
}

function Upstream({ id }: { id: string }) {
  const { value } = useLoaded('listing:get', { listingId: id });
  if (!value) return null;
  return (
    <p>
      {x('neededFor')}{' '}
      <a href={`/listings/${id}`}>
        <bdi>{value.title}</bdi>
      </a>
    </p>
  );
}

function Missing({ offer, slug }: { offer: Listing; slug: string | undefined }) {
  const { value } = useLoaded('listing:list', { upstreamId: offer.id, own: slug !== undefined });
  const standing = value?.filter(
    ({ state }) => state === 'open' || state === 'review' || state === 'fulfilled',
  );
  const asked = new Set(standing?.map(({ product }) => product));
  return (
    <section aria-label={x('missing')}>
      <h2>{x('missing')}</h2>
      <ul>
        {standing?.map(({ id, title, remaining, unit }) => (
          <li key={id}>
            <a href={`/listings/${id}`}>
              <bdi>{title}</bdi>
            </a>{' '}
            <span class="muted">{amount(remaining, unit)}</span>
          </li>
        ))}
        {offer.missingInputs
          .filter((input) => !asked.has(input))
          .map((input) => (
            <li key={input}>
              {productName(input)}{' '}
              {slug && productOf(input, catalogue.value) && (
                <a href={`/c/${slug}/request/${offer.id}?input=${input}`}>{x('askForIt')}</a>
              )}
            </li>
          ))}
      </ul>
    </section>
  );
}
