/** What of the open listings one looks at, as it stands in the address: it can be kept, and given to others. */
import type { Listing } from '../../../shared/contract/listing.ts';

export interface Filters {
  kind: '' | Listing['kind'];
  product: string;
  /** A NUTS prefix. */
  region: string;
}

export function filtersOf(search: string): Filters {
  const query = new URLSearchParams(search);
  const kind = query.get('kind');
  return {
    kind: kind === 'offer' || kind === 'request' ? kind : '',
    product: query.get('product') ?? '',
    region: query.get('region') ?? '',
  };
}

/** The page that shows what fits some filters. */
export function addressOf(filters: Filters): string {
  const query = new URLSearchParams(
    Object.entries(filters).filter(([, value]) => value),
  ).toString();
  return `/exchange${query && `?${query}`}`;
}
