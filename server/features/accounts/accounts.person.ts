/** What of a member others see, and what they see themselves. */
import type { Account, Person } from '../../../shared/contract/accounts.ts';
import type { Member } from './accounts.store.ts';

export const toPerson = ({ id, handle, name, kind, clusterId, languages, roles }: Member): Person => ({ id, handle, name, kind, clusterId, languages, roles });
export const toAccount = (member: Member): Account => ({ ...toPerson(member), email: member.email, joining: member.joining });
