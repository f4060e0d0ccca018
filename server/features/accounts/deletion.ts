/**
 * Deleting accounts. Who a member was goes at once; what else is theirs goes after, however much it is, and what a crash
 * leaves of it goes later. Why what is taken away and what stays: docs/decisions/0002-what-stays-of-a-deleted-account.md.
 */
import { verify } from '@node-rs/argon2';
import type { Logger } from 'pino';
import { type Broadcaster, room } from '../../core/broadcaster.ts';
import type { Handlers } from '../../core/caller.ts';
import { forbidden, notFound } from '../../core/errors.ts';
import { oneAtATime } from '../../core/one-at-a-time.ts';
import { toPerson } from './accounts.person.ts';
import type { AccountsStore, Deletion, Member } from './accounts.store.ts';
import type { PasswordAttempts } from './password-attempts.ts';

export interface Deletions {
  handlers: Handlers<'account:delete' | 'member:delete'>;
  /** Finishes what a node that died left of deletions. */
  finishAll(): Promise<void>;
  close(): void;
}

export interface DeletionDeps {
  store: AccountsStore;
  attempts: PasswordAttempts;
  broadcaster: Broadcaster;
  /** What each feature keeps of a member, taken away; again changes nothing. */
  forget: ((memberId: string) => Promise<void>)[];
  /** Deletes the posts of a member. */
  removePosts(memberId: string, by: string): Promise<void>;
  log: Logger;
}

/** ms within which whatever was under way has ended. */
const settling = 10_000;
/** ms between two looks at what a node that died may have left. */
const every = 60_000;

export function createDeletions({
  store,
  attempts,
  broadcaster,
  forget,
  removePosts,
  log,
}: DeletionDeps): Deletions {
  async function finish({ id, deletion }: Member) {
    for (const step of forget) await step(id);
    if (deletion?.posts === 'remove') await removePosts(id, deletion.by);
    // Calls that were under way when the account was deleted may have left something since: it is looked at once more.
    const age = Date.now() - Date.parse(deletion?.at ?? '');
    if (!(age < settling)) await store.deletionDone(id);
  }

  const quietly = (member: Member) =>
    finish(member).catch((error) =>
      log.warn({ err: error, member: member.id }, 'an account is not wholly deleted yet'),
    );

  async function finishAll() {
    await Promise.all((await store.unfinishedDeletions()).map(quietly));
  }

  async function remove(memberId: string, by: string, posts: Deletion['posts']) {
    const at = new Date().toISOString();
    const member = await store.deleteMember(memberId, { at, by, posts, done: false });
    if (!member) throw notFound('member');
    broadcaster.disconnect(room.member(memberId));
    broadcaster.tell(room.everyone, 'member:changed', toPerson(member));
    void quietly(member);
  }

  const round = oneAtATime(log, 'deleting what is left of accounts', finishAll);
  round();
  const timer = setInterval(round, every).unref();

  return {
    finishAll,
    close: () => clearInterval(timer),
    handlers: {
      'account:delete': async ({ password, posts }, caller) => {
        const hash = (await store.member(caller.memberId))?.passwordHash ?? null;
        const right = await attempts.confirm(
          caller,
          async () => hash !== null && verify(hash, password),
        );
        if (!right) throw forbidden('The current password is not right.', 'WRONG_PASSWORD');
        await remove(caller.memberId, caller.memberId, posts);
        return {};
      },

      'member:delete': async ({ memberId, posts }, caller) => {
        if ((await store.member(memberId))?.kind !== 'person') throw notFound('member');
        await remove(memberId, caller.memberId, posts);
        return {};
      },
    },
  };
}
