/** The rules of accounts: registering, profiles, roles, invitations. Sessions have a file of their own. */
import { hash, verify } from '@node-rs/argon2';
import { v7 as uuid } from 'uuid';
import type { Role } from '../../../shared/contract/accounts.ts';
import { type Broadcaster, room } from '../../core/broadcaster.ts';
import type { Caller, Handlers } from '../../core/caller.ts';
import { forbidden, notFound } from '../../core/errors.ts';
import { createTurns } from '../../core/turns.ts';
import {
  assertMayBeCalled,
  assertMayChangeHandle,
  assertMayHaveHandle,
  firstHandle,
} from './accounts.names.ts';
import { toAccount, toPerson } from './accounts.person.ts';
import type { AccountsStore, Member } from './accounts.store.ts';
import { hashToken, randomToken } from './accounts.tokens.ts';
import { assertDistinct } from './members.terms.ts';
import type { PasswordAttempts } from './password-attempts.ts';
import {
  createRegistration,
  type NewPerson,
  type Placed,
  type RegistrationDeps,
  type WantedCluster,
} from './registration.ts';
import type { Sessions } from './sessions.service.ts';

export type { Placed, WantedCluster };

export interface AccountsDeps extends Omit<RegistrationDeps, 'held' | 'assertNameFree' | 'add'> {
  sessions: Sessions;
  attempts: PasswordAttempts;
  broadcaster: Broadcaster;
  publicUrl: string;
  /** What the forum is called now. */
  forumName(): Promise<string>;
  /** Told of every new member before the answer goes out. */
  welcome(member: Member): Promise<void>;
}

type Names =
  | 'account:register'
  | 'account:get'
  | 'account:edit'
  | 'account:add-cluster'
  | 'handle:change'
  | 'password:change'
  | 'member:list'
  | 'member:set-roles'
  | 'invitation:create'
  | 'invitation:get';

export interface AccountsService {
  handlers: Handlers<Names>;
  /** A one-time link that registers an administrator, while there is none. */
  administratorLink(): Promise<string | null>;
  /** Creates a person without the doors' checks; for the command line and the demo. */
  create(person: Omit<NewPerson, 'passwordHash'> & { password: string }): Promise<Member>;
}

const now = () => new Date().toISOString();
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

export function createAccountsService(deps: AccountsDeps): AccountsService {
  const { store, sessions, attempts, broadcaster } = deps;
  const inTurn = createTurns();

  async function add(person: NewPerson, invitationHash?: string): Promise<Member> {
    const member = await store.addMember(
      {
        id: uuid(),
        handle: firstHandle(person.name, person.languages, 'member'),
        name: person.name.normalize('NFC'),
        kind: 'person',
        clusterId: person.clusterId,
        joining: person.joining ?? null,
        languages: person.languages,
        roles: person.roles,
        email: person.email.toLowerCase(),
        passwordHash: person.passwordHash,
        createdAt: now(),
      },
      invitationHash,
      now(),
    );
    await deps.welcome(member);
    await tellNamed(member);
    return member;
  }

  const tellChanged = (member: Member) =>
    broadcaster.tell(room.everyone, 'member:changed', toPerson(member));

  /** Tells of a member under a new name, and of those whose names look like it or like the earlier one. */
  async function tellNamed(member: Member, earlier = member.name) {
    const names = member.alike || earlier !== member.name ? [member.name, earlier] : [];
    const alike = (await Promise.all([...new Set(names)].map(store.membersAlike))).flat();
    for (const each of new Map([member, ...alike].map((other) => [other.id, other])).values())
      tellChanged(each);
  }

  /** Throws unless this name may be taken; the store makes sure of it once more. */
  async function assertNameFree(member: Pick<Member, 'id' | 'name' | 'roles'>) {
    assertMayBeCalled(member.name, await deps.forumName());
    const alike = await store.membersAlike(member.name);
    assertDistinct(
      member,
      alike.filter(({ id }) => id !== member.id),
    );
  }

  async function link(roles: Role[], uses: number, days: number) {
    const token = randomToken();
    const expiresAt = inDays(days);
    await store.addInvitation({ tokenHash: hashToken(token), roles, uses, expiresAt });
    return { url: `${deps.publicUrl}/register?invitation=${token}`, expiresAt };
  }

  /** Who chooses the cluster they are in wants no other one any more. */
  async function moved(clusterId: string, caller: Caller): Promise<Placed> {
    // Looked up: the cluster that an open socket carries may be a former one.
    const { clusterId: own } = await required(store, caller.memberId);
    return clusterId === own
      ? { clusterId, joining: null }
      : deps.placeInCluster({ id: clusterId });
  }

  const held = async (token: string) => {
    const invitation = await store.invitation(hashToken(token), now());
    if (!invitation) throw notFound('invitation');
    // Every start without an administrator prints a link; the first that is used ends the others.
    if (invitation.roles.includes('administrator') && (await store.hasAdministrator()))
      throw notFound('invitation');
    return invitation;
  };

  return {
    create: async ({ password, ...person }) =>
      add({ ...person, passwordHash: await hash(password) }),
    async administratorLink() {
      return (await store.hasAdministrator()) ? null : (await link(['administrator'], 1, 30)).url;
    },
    handlers: {
      'account:register': createRegistration({ ...deps, held, assertNameFree, add }),

      'account:get': async (_input, caller) => toAccount(await required(store, caller.memberId)),

      'account:edit': async (input, caller) => {
        const { clusterId, ...profile } = input;
        const before = await required(store, caller.memberId);
        if (profile.name && profile.name !== before.name)
          await assertNameFree({ ...before, name: profile.name });
        const placed = clusterId ? await moved(clusterId, caller) : null;
        const member = await store.editMember(caller.memberId, { ...profile, ...placed });
        if (!member) throw notFound('member');
        await tellNamed(member, before.name);
        // Sockets carry their caller, and with it the cluster; they come back at once with the new one.
        if (member.clusterId !== caller.clusterId) broadcaster.disconnect(room.member(member.id));
        if (placed?.joining) deps.applied(placed.joining, member);
        return toAccount(member);
      },

      'account:add-cluster': (cluster, { memberId }) =>
        inTurn(memberId, async () => {
          if ((await required(store, memberId)).clusterId)
            throw forbidden('Whoever is in a cluster adds no other one.', 'IN_CLUSTER');
          const member = await store.editMember(memberId, await deps.placeInCluster(cluster));
          if (!member) throw notFound('member');
          tellChanged(member);
          // Sockets carry their caller; they come back at once with the cluster.
          broadcaster.disconnect(room.member(memberId));
          return toAccount(member);
        }),

      'handle:change': async ({ handle }, caller) => {
        assertMayHaveHandle(handle, await deps.forumName());
        const at = now();
        const member = await store.changeHandle({ id: caller.memberId, handle, at }, (last) =>
          assertMayChangeHandle(last, at),
        );
        if (!member) throw notFound('member');
        tellChanged(member);
        return toAccount(member);
      },

      'password:change': async ({ current, next }, caller) => {
        const member = await required(store, caller.memberId);
        const { passwordHash } = member;
        const right = await attempts.confirm(
          caller,
          async () => passwordHash !== null && verify(passwordHash, current),
        );
        if (!right) throw forbidden('The current password is not right.', 'WRONG_PASSWORD');
        await store.editMember(member.id, { passwordHash: await hash(next) });
        await store.dropResetLink(member.id);
        await sessions.endOthers(member.id, caller.sessionId, 'PASSWORD_CHANGED');
        return {};
      },

      'member:list': async ({ alikeTo, ...query }) => {
        if (!alikeTo) return (await store.members(query)).map(toPerson);
        const alike = await store.membersAlike((await required(store, alikeTo)).name);
        return alike.filter(({ id }) => id !== alikeTo).map(toPerson);
      },

      'member:set-roles': async ({ memberId, roles }) => {
        const member = await store.setRoles(memberId, [...new Set(roles)]);
        if (!member) throw notFound('member');
        tellChanged(member);
        // Sockets carry their caller; they come back at once with the new roles.
        broadcaster.disconnect(room.member(memberId));
        return toPerson(member);
      },

      'invitation:create': ({ uses, days }) => link([], uses, days),

      'invitation:get': async ({ token }) => {
        const { roles, expiresAt } = await held(token);
        return { roles, expiresAt };
      },
    },
  };
}

async function required(store: AccountsStore, id: string): Promise<Member> {
  const member = await store.member(id);
  if (!member) throw notFound('member');
  return member;
}
