/** Who asks to join one's cluster. */
import { signal } from '@preact/signals';
import type { Person } from '../../../shared/contract/accounts.ts';
import { call, on, whenConnected } from '../../api.ts';
import { account } from '../accounts/session.state.ts';

export const applicants = signal<readonly Person[]>([]);

async function load() {
  const clusterId = account.peek()?.clusterId;
  applicants.value = clusterId
    ? await call('cluster:applicants', { clusterId }).catch(() => applicants.peek())
    : [];
}

whenConnected(() => void load());
on('cluster:applied', () => void load());
on('member:changed', ({ id }) => {
  if (applicants.peek().some((person) => person.id === id)) void load();
});
