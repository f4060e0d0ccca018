/** What the exchange tells: the counts beside its name, and a word in passing for what was decided, ends or was found. */
import { call, connected, on, whenConnected } from '../../api.ts';
import { t } from '../../i18n.ts';
import { paced } from '../../paced.ts';
import { tell } from '../../ui/notice.tsx';
import { account } from '../accounts/session.state.ts';
import { searches } from './searches.state.ts';
import { waiting } from './waiting.state.ts';

async function countWaiting() {
  if (!account.peek()) return;
  const { commitments, reviews, ending } = await call('exchange:waiting', {});
  waiting.value = { own: commitments + ending, reviews };
}

export async function countSearches(): Promise<void> {
  if (account.peek()) searches.value = await call('search:list', {});
}

const again = paced(() => void countWaiting().catch(() => {}), 2000);

on('commitment:changed', again);
on('listing:changed', again);
on('listing:ending', ({ title }) => {
  again();
  tell(t('exchange.ending', { title }));
});
on('listing:decided', ({ listing: { title, reason }, what }) => {
  const words = {
    open: 'opened',
    resume: 'opened',
    reject: 'rejected',
    suspend: 'suspended',
    judge: 'judged',
  } as const;
  tell(t(`listing.${words[what]}`, { title, reason }));
});
on('search:found', ({ searchId, listing }) => {
  tell(t('exchange.found', { title: listing.title }));
  searches.value =
    searches.value?.map((saved) =>
      saved.search.id === searchId ? { ...saved, fresh: saved.fresh + 1 } : saved,
    ) ?? null;
});

function count() {
  again();
  void countSearches().catch(() => {});
}
whenConnected(count);
if (connected.peek()) count();
