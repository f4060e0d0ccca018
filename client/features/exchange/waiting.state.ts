/** How many proposals wait for an answer of one's own cluster. */
import { signal } from '@preact/signals';
import { call, on, whenConnected } from '../../api.ts';
import { t } from '../../i18n.ts';
import { tell } from '../../ui/notice.tsx';
import { account } from '../accounts/session.state.ts';

export const waiting = signal(0);

async function count() {
  if (!account.peek()?.clusterId) return;
  const all = await call('commitment:list', {});
  waiting.value = all.filter(({ commitment: { state, by }, side }) => state === 'proposed' && by !== side).length;
}

const again = () => void count().catch(() => {});
whenConnected(again);
on('commitment:changed', again);
on('listing:decided', ({ listing: { title }, what }) => tell(t(what === 'open' || what === 'resume' ? 'listing.opened' : 'listing.decided', { title })));
