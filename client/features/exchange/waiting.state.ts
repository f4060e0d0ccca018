/** How much waits for oneself: proposals to answer, deliveries to receive, listings to vouch for, and those that end soon. */
import { signal } from '@preact/signals';
import { call, on, whenConnected } from '../../api.ts';
import { t } from '../../i18n.ts';
import { paced } from '../../paced.ts';
import { tell } from '../../ui/notice.tsx';
import { account } from '../accounts/session.state.ts';

/** On one's own page, and for review. */
export const waiting = signal({ own: 0, reviews: 0 });

async function count() {
  if (!account.peek()) return;
  const { commitments, reviews, ending } = await call('exchange:waiting', {});
  waiting.value = { own: commitments + ending, reviews };
}

const again = paced(() => void count().catch(() => {}), 2000);
whenConnected(again);
on('commitment:changed', again);
on('listing:changed', again);
on('listing:ending', again);
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
