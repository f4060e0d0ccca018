/** Links by which people who forgot their password set a new one. Whoever has one can, so each holds once and for a day. */
import { hash } from '@node-rs/argon2';
import type { Handlers } from '../../core/caller.ts';
import { notFound } from '../../core/errors.ts';
import { isShutOut } from './accounts.standing.ts';
import type { AccountsStore, Member } from './accounts.store.ts';
import { hashToken, randomToken } from './accounts.tokens.ts';
import type { ResetLink } from './reset-links.store.ts';
import type { Sessions } from './sessions.service.ts';

export interface ResetLinks {
  handlers: Handlers<'reset-link:create' | 'reset-link:get' | 'password:reset'>;
}

/** ms that a link holds. */
const lifetime = 24 * 3_600_000;
const now = () => new Date().toISOString();

/** Makes a link for a member who signs in with a password; `not_found` for anybody else. */
export async function createResetLink(
  store: AccountsStore,
  member: Member | null,
  { publicUrl, createdBy }: { publicUrl: string; createdBy: string | null },
): Promise<{ url: string; expiresAt: string }> {
  if (!member?.email) throw notFound('member');
  const token = randomToken();
  const expiresAt = new Date(Date.now() + lifetime).toISOString();
  await store.addResetLink({
    tokenHash: hashToken(token),
    memberId: member.id,
    expiresAt,
    createdBy,
  });
  return { url: `${publicUrl}/reset-password?link=${token}`, expiresAt };
}

export function createResetLinks({
  store,
  sessions,
  publicUrl,
}: {
  store: AccountsStore;
  sessions: Pick<Sessions, 'endOthers'>;
  publicUrl: string;
}): ResetLinks {
  /** A link that holds: none does whose maker administers the forum no more. */
  async function holding(token: string): Promise<ResetLink> {
    const link = await store.resetLink(hashToken(token), now());
    const maker = link?.createdBy ? await store.member(link.createdBy) : null;
    const isTrusted = maker && !isShutOut(maker) && maker.roles.includes('administrator');
    if (!link || (link.createdBy && !isTrusted)) throw notFound('reset link');
    return link;
  }

  return {
    handlers: {
      'reset-link:create': async ({ memberId }, caller) =>
        createResetLink(store, await store.member(memberId), {
          publicUrl,
          createdBy: caller.memberId,
        }),

      'reset-link:get': async ({ token }) => {
        const link = await holding(token);
        const member = await store.member(link.memberId);
        if (!member?.email) throw notFound('reset link');
        return { email: member.email, expiresAt: link.expiresAt };
      },

      'password:reset': async ({ token, next }) => {
        // Looked up first: hashing a password for a link that is none would be work for nothing.
        await holding(token);
        const memberId = await store.useResetLink(hashToken(token), now(), await hash(next));
        if (!memberId) throw notFound('reset link');
        await sessions.endOthers(memberId, null, 'PASSWORD_CHANGED');
        return {};
      },
    },
  };
}
