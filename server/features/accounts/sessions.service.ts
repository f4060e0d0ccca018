/** The rules of sessions: signing in and out, rotation of refresh tokens, who an access token speaks for. */
import { hash, verify } from '@node-rs/argon2';
import { v7 as uuid } from 'uuid';
import type { SignedIn } from '../../../shared/contract/accounts.ts';
import type { SessionEnd } from '../../../shared/errors.ts';
import { type Broadcaster, room } from '../../core/broadcaster.ts';
import type { Call, Caller, Handlers } from '../../core/caller.ts';
import { AppError, notFound } from '../../core/errors.ts';
import { toAccount } from './accounts.person.ts';
import { assertMayEnter, endedBy, isShutOut, suspensionOf } from './accounts.standing.ts';
import type { AccountsStore, Member } from './accounts.store.ts';
import type { Tokens } from './accounts.tokens.ts';
import type { Devices } from './devices.ts';
import type { PasswordAttempts } from './password-attempts.ts';

export interface Sessions {
  handlers: Handlers<
    'session:start' | 'session:renew' | 'session:end' | 'session:list' | 'session:revoke'
  >;
  /** Opens a session for a member, sets its cookie and knows the device from then on. */
  begin(member: Member, call: Call): Promise<SignedIn>;
  /** Ends a member's sessions, all but one when it is given, and closes their sockets. */
  endOthers(memberId: string, exceptSessionId: string | null, reason: SessionEnd): Promise<void>;
  /** Who an access token speaks for; throws `unauthenticated` once the session has ended. */
  authenticate(token: string): Promise<Caller>;
  /** Whether a caller's session still lives, and their roles and cluster are what they were. */
  current(caller: Caller): Promise<boolean>;
}

/** How long a session may lie unused. */
const idleDays = 30;

const unauthenticated = (message: string, reason?: SessionEnd, details: object = {}) =>
  new AppError('unauthenticated', message, reason && { reason, ...details });
const lifetime = () => new Date(Date.now() + idleDays * 86_400_000);

export function createSessions(deps: {
  store: AccountsStore;
  tokens: Tokens;
  devices: Devices;
  attempts: PasswordAttempts;
  broadcaster: Broadcaster;
}): Sessions {
  const { store, tokens, devices, attempts, broadcaster } = deps;
  // Verified in place of a missing account, so that the time taken does not tell whether one exists.
  const nobody = hash('nobody at all');

  function signedIn(member: Member, sessionId: string): SignedIn {
    const { token, expiresAt, expiresIn } = tokens.access(member.id, sessionId);
    return { accessToken: token, expiresAt, expiresIn, account: toAccount(member) };
  }

  async function begin(member: Member, call: Call): Promise<SignedIn> {
    const id = uuid();
    const now = new Date().toISOString();
    const expires = lifetime();
    await store.addSession({
      id,
      memberId: member.id,
      generation: 0,
      attempt: null,
      createdAt: now,
      lastUsedAt: now,
      expiresAt: expires.toISOString(),
      userAgent: call.userAgent.slice(0, 200),
      address: call.address,
      ended: null,
    });
    call.cookie?.keep(tokens.refresh(id, 0), expires);
    devices.remember(member.id, call);
    await saw(member.id);
    return signedIn(member, id);
  }

  /** When somebody was last here is worth no failure. */
  const saw = (memberId: string) =>
    store.sawMember(memberId, new Date().toISOString()).catch(() => {});

  async function end(sessionId: string, reason: SessionEnd) {
    await store.endSession(sessionId, reason);
    broadcaster.disconnect(room.session(sessionId));
  }

  /** That a session has ended, and why. */
  async function over(sessionId: string) {
    const end = await store.sessionEnd(sessionId, new Date().toISOString());
    const reason = end?.reason ?? 'SESSION_UNKNOWN';
    const member =
      reason === 'SUSPENDED' && end?.memberId ? await store.member(end.memberId) : null;
    return unauthenticated('This session has ended.', reason, member ? endedBy(member) : {});
  }

  /** The member of a session, unless they are shut out. */
  function admitted(member: Member | null): Member | null {
    if (member && suspensionOf(member))
      throw unauthenticated('This account is suspended.', 'SUSPENDED', endedBy(member));
    return member && isShutOut(member) ? null : member;
  }

  return {
    begin,
    async endOthers(memberId, exceptSessionId, reason) {
      for (const ended of await store.endOtherSessions(memberId, exceptSessionId, reason))
        broadcaster.disconnect(room.session(ended));
    },
    async authenticate(token) {
      const { memberId, sessionId, expiresAt } = tokens.readAccess(token);
      const [session, found] = await Promise.all([
        store.session(sessionId),
        store.member(memberId),
      ]);
      const member = admitted(found);
      if (
        !session ||
        !member ||
        session.memberId !== memberId ||
        Date.parse(session.expiresAt) <= Date.now()
      )
        throw await over(sessionId);
      const { kind, name, clusterId, roles } = member;
      return { memberId, kind, name, clusterId, roles, sessionId, expiresAt };
    },
    async current({ sessionId, memberId, roles, clusterId }) {
      const [session, member] = await Promise.all([
        store.session(sessionId),
        store.member(memberId),
      ]);
      return (
        session !== null &&
        member !== null &&
        !isShutOut(member) &&
        `${member.roles}` === `${roles}` &&
        member.clusterId === clusterId
      );
    },
    handlers: {
      'session:start': async ({ email, password }, _caller, call) => {
        const address = email.toLowerCase();
        const member = await store.memberByEmail(address);
        const right = await attempts.signIn({ email: address, member }, call, async () =>
          verify(member?.passwordHash ?? (await nobody), password),
        );
        if (!member || !right)
          throw unauthenticated('The email address or the password is not right.');
        assertMayEnter(member);
        const entered = await begin(member, call);
        // The password may have been changed, or the member shut out, while this one was verified.
        const now = await store.member(member.id);
        if (now?.passwordHash === member.passwordHash && !isShutOut(now)) return entered;
        await end(tokens.readAccess(entered.accessToken).sessionId, 'PASSWORD_CHANGED');
        call.cookie?.clear();
        throw unauthenticated('The email address or the password is not right.');
      },

      'session:renew': async ({ attempt }, _caller, call) => {
        if (!call.cookie?.token) throw unauthenticated('You are not signed in.');
        const presented = tokens.readRefresh(call.cookie.token);
        if (!presented) throw unauthenticated('You are not signed in.', 'SESSION_UNKNOWN');
        const { sessionId, generation } = presented;
        const expires = lifetime();
        const rotation = await store.rotate({
          id: sessionId,
          generation,
          attempt,
          now: new Date().toISOString(),
          expiresAt: expires.toISOString(),
        });
        if (rotation === 'replayed') broadcaster.disconnect(room.session(sessionId));
        const session =
          rotation === 'rotated' || rotation === 'again' ? await store.session(sessionId) : null;
        const member = admitted(session && (await store.member(session.memberId)));
        if (!member) {
          call.cookie?.clear();
          throw await over(sessionId);
        }
        await saw(member.id);
        call.cookie?.keep(tokens.refresh(sessionId, generation + 1), expires);
        return signedIn(member, sessionId);
      },

      'session:end': async (_input, _caller, call) => {
        const presented = call.cookie?.token ? tokens.readRefresh(call.cookie.token) : null;
        if (presented) await end(presented.sessionId, 'SIGNED_OUT');
        call.cookie?.clear();
        return {};
      },

      'session:list': async (_input, caller) => {
        const sessions = await store.sessionsOf(caller.memberId, new Date().toISOString());
        return sessions.map(({ id, createdAt, lastUsedAt, userAgent, address }) => ({
          id,
          createdAt,
          lastUsedAt,
          userAgent,
          address,
          current: id === caller.sessionId,
        }));
      },

      'session:revoke': async ({ sessionId }, caller) => {
        const session = await store.session(sessionId);
        if (session?.memberId !== caller.memberId) throw notFound('session');
        await end(sessionId, 'SESSION_REVOKED');
        return {};
      },
    },
  };
}
