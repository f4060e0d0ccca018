/** Which roles there are, and how members can stand: listed here, as the contract would bring its whole library along. */
import type { Role } from '../../../shared/contract/accounts.ts';
import type { MemberState } from '../../../shared/contract/members.ts';

export const roles: Role[] = ['validator', 'moderator', 'administrator'];
export const states: MemberState[] = ['active', 'suspended', 'former'];
