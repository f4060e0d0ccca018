/** What of a member others see, what they see themselves, and who they are as a caller. */
import type { Account, Person } from '../../../shared/contract/accounts.ts';
import type { Caller } from '../../core/caller.ts';
import type { Member } from './accounts.store.ts';

export const toPerson = ({
  id,
  handle,
  name,
  kind,
  clusterId,
  languages,
  roles,
  alike,
  deletion,
}: Member): Person => ({
  id,
  handle,
  name: deletion ? 'Former member' : name,
  kind,
  clusterId,
  languages,
  roles,
  alike,
  former: deletion !== null,
});
export const toAccount = (member: Member): Account => ({
  ...toPerson(member),
  email: member.email,
  joining: member.joining,
});

/** A member as the caller of what is done in their name, without a session. */
export const callerOf = ({
  id,
  kind,
  name,
  clusterId,
  roles,
}: Pick<Member, 'id' | 'kind' | 'name' | 'clusterId' | 'roles'>): Caller => ({
  memberId: id,
  kind,
  name,
  clusterId,
  roles,
  sessionId: id,
});
