/** Saved searches and what they found since one looked; a word in passing for each find. */
import { computed, signal } from '@preact/signals';
import type { Answer } from '../../../shared/contract/index.ts';
import { call, on, whenConnected } from '../../api.ts';
import { t } from '../../i18n.ts';
import { tell } from '../../ui/notice.tsx';
import { account } from '../accounts/session.state.ts';

export const searches = signal<Answer<'search:list'> | null>(null);
export const found = computed(
  () => searches.value?.reduce((sum, { fresh }) => sum + fresh, 0) ?? 0,
);

export async function countSearches(): Promise<void> {
  if (account.peek()) searches.value = await call('search:list', {});
}

const again = () => void countSearches().catch(() => {});
whenConnected(again);
on('listing:ending', ({ title }) => tell(t('exchange.ending', { title })));
on('search:found', ({ searchId, listing }) => {
  tell(t('exchange.found', { title: listing.title }));
  searches.value =
    searches.value?.map((saved) =>
      saved.search.id === searchId ? { ...saved, fresh: saved.fresh + 1 } : saved,
    ) ?? null;
});
