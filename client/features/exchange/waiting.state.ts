/** How much waits for one's own cluster: proposals to answer, deliveries to receive, listings that it vouches for. */
import { signal } from '@preact/signals';
import { call, on, whenConnected } from '../../api.ts';
import { t } from '../../i18n.ts';
import { tell } from '../../ui/notice.tsx';
import { account, moderatesAll } from '../accounts/session.state.ts';

export const waiting = signal(0);

async function count() {
  if (!account.peek()?.clusterId) return;
  const all = await call('commitment:list', {});
  const held = moderatesAll() ? [] : await call('listing:reviews', {});
  const due = all.filter(({ commitment: { state, by }, side }) => (state === 'proposed' && by !== side) || (state === 'dispatched' && side === 'request'));
  waiting.value = due.length + held.length;
}

const again = () => void count().catch(() => {});
whenConnected(again);
on('commitment:changed', again);
on('listing:changed', ({ sponsorId }) => sponsorId && sponsorId === account.peek()?.clusterId && again());
on('listing:decided', ({ listing: { title, reason }, what }) => {
  const words = { open: 'opened', resume: 'opened', reject: 'rejected', suspend: 'suspended', judge: 'judged' } as const;
  tell(t(`listing.${words[what]}`, { title, reason }));
});
