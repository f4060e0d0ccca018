/** The rules of looking after members: who they are, who is shut out, who is let in again. */
import { z } from 'zod';
import type { Standing } from '../../../shared/contract/members.ts';
import { type Broadcaster, room } from '../../core/broadcaster.ts';
import { type Caller, type Handlers, moderatesEverything } from '../../core/caller.ts';
import { forbidden, notFound } from '../../core/errors.ts';
import { toPerson } from './accounts.person.ts';
import { stateOf, suspensionOf } from './accounts.standing.ts';
import type { AccountsStore, Member } from './accounts.store.ts';
import type { Sessions } from './sessions.service.ts';

export interface MembersService {
  handlers: Handlers<'member:standings' | 'member:suspend' | 'member:reinstate'>;
}

export interface MembersDeps {
  store: AccountsStore;
  sessions: Pick<Sessions, 'endOthers'>;
  broadcaster: Broadcaster;
  /** Closes the sockets of the bots that a member answers for. */
  disconnectBotsOf(memberId: string): Promise<void>;
  /** Ends what invitations to channels a member made. */
  endInvitationsBy(memberId: string): Promise<void>;
}

const isEmail = (text: string) => z.email().safeParse(text).success;

const administers = ({ roles }: Caller) => roles.includes('administrator');

function assertLooksAfterMembers(caller: Caller) {
  if (!moderatesEverything(caller))
    throw forbidden('Only moderators can do this.', 'MODERATORS_ONLY');
}

/** Throws unless the caller may shut this member out, and let them in again. */
function assertMayShutOut(caller: Caller, member: Member) {
  assertLooksAfterMembers(caller);
  if (member.id === caller.memberId) throw forbidden('Nobody suspends themselves.', 'ONESELF');
  if (member.roles.length > 0 && !administers(caller))
    throw forbidden('Only administrators can suspend who has a role.', 'ROLES_BY_ADMINISTRATORS');
}

export function createMembersService({
  store,
  sessions,
  broadcaster,
  disconnectBotsOf,
  endInvitationsBy,
}: MembersDeps): MembersService {
  const toStanding = (member: Member, caller: Caller): Standing => ({
    person: toPerson(member),
    email: administers(caller) ? member.email : null,
    state: stateOf(member),
    suspension: suspensionOf(member),
    createdAt: member.createdAt,
    activeAt: member.activeAt,
  });

  async function required(memberId: string): Promise<Member> {
    const member = await store.member(memberId);
    if (!member || member.deletion) throw notFound('member');
    return member;
  }

  async function byEmail(email: string): Promise<Member[]> {
    const member = await store.memberByEmail(email.toLowerCase());
    return member ? [member] : [];
  }

  return {
    handlers: {
      'member:standings': async ({ search, ...query }, caller) => {
        assertLooksAfterMembers(caller);
        const found =
          search && isEmail(search.trim()) && administers(caller)
            ? await byEmail(search.trim())
            : await store.members({ ...query, ...(search && { search }) });
        return found.map((member) => toStanding(member, caller));
      },

      'member:suspend': async ({ memberId, reason, days }, caller) => {
        assertMayShutOut(caller, await required(memberId));
        const member = await store.setSuspension(memberId, {
          reason,
          by: caller.memberId,
          at: new Date().toISOString(),
          until: days ? new Date(Date.now() + days * 86_400_000).toISOString() : null,
        });
        if (!member) throw notFound('member');
        await sessions.endOthers(memberId, null, 'SUSPENDED');
        broadcaster.disconnect(room.member(memberId));
        await disconnectBotsOf(memberId);
        await endInvitationsBy(memberId);
        return toStanding(member, caller);
      },

      'member:reinstate': async ({ memberId }, caller) => {
        assertMayShutOut(caller, await required(memberId));
        const member = await store.setSuspension(memberId, null);
        if (!member) throw notFound('member');
        return toStanding(member, caller);
      },
    },
  };
}
