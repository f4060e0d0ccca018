/** Keeps who asks to join one's cluster. */
import { call, connected, on, whenConnected } from '../../api.ts';
import { account } from '../accounts/session.state.ts';
import { applicants } from './applicants.state.ts';

async function load() {
  const clusterId = account.peek()?.clusterId;
  applicants.value = clusterId
    ? await call('cluster:applicants', { clusterId }).catch(() => applicants.peek())
    : [];
}

const again = () => void load();
on('cluster:applied', again);
on('member:changed', ({ id }) => {
  if (applicants.peek().some((person) => person.id === id)) again();
});
whenConnected(again);
if (connected.peek()) again();
