/** What of the open listings one looks at; kept while one looks at a listing and comes back. */
import { signal } from '@preact/signals';
import type { Listing } from '../../../shared/contract/listing.ts';

export interface Filters {
  kind: '' | Listing['kind'];
  product: string;
  /** A NUTS prefix. */
  region: string;
}

export const filters = signal<Filters>({ kind: '', product: '', region: '' });

/** Looks at something else. */
export const open = (next: Filters) => {
  filters.value = next;
};
