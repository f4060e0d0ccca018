/** The port under which saved searches are kept. Every method is atomic. */
import type { SavedSearch } from '../../../shared/contract/searches.ts';

export interface StoredSearch extends SavedSearch {
  memberId: string;
}

export interface SearchesStore {
  /** Adds a search or changes its own member's; false, and nothing is changed, when the id is another member's. */
  save(search: StoredSearch): Promise<boolean>;
  search(id: string): Promise<StoredSearch | null>;
  /** Oldest first. */
  searches(memberId: string): Promise<StoredSearch[]>;
  /** Those of all members that find a listing. */
  finding(listing: {
    kind: 'offer' | 'request';
    product: string | null;
    nuts: string;
  }): Promise<StoredSearch[]>;
  /** Whether there was one of this member. */
  remove(id: string, memberId: string): Promise<boolean>;
  /** Removes all searches of a member. */
  forget(memberId: string): Promise<void>;
}

/** A region and the regions it lies in. */
export const prefixesOf = (nuts: string) =>
  Array.from({ length: nuts.length - 1 }, (_, n) => nuts.slice(0, n + 2));
