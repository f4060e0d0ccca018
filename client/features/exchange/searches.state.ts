/** Saved searches and what they found since one looked; told.ts keeps them. */
import { computed, signal } from '@preact/signals';
import type { Answer } from '../../../shared/contract/index.ts';

export const searches = signal<Answer<'search:list'> | null>(null);
export const found = computed(
  () => searches.value?.reduce((sum, { fresh }) => sum + fresh, 0) ?? 0,
);
