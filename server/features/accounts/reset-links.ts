/** Links by which people who forgot their password set a new one. Whoever has one can, so each holds once and for a day. */
import { hash } from '@node-rs/argon2';
import type { Handlers } from '../../core/caller.ts';
import { notFound } from '../../core/errors.ts';
import type { AccountsStore, Member } from './accounts.store.ts';
import { hashToken, randomToken } from './accounts.tokens.ts';
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
  publicUrl: string,
): Promise<{ url: string; expiresAt: string }> {
  if (!member?.email) throw notFound('member');
  const token = randomToken();
  const expiresAt = new Date(Date.now() + lifetime).toISOString();
  await store.addResetLink({ tokenHash: hashToken(token), memberId: member.id, expiresAt });
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
  return {
    handlers: {
      'reset-link:create': async ({ memberId }) =>
        createResetLink(store, await store.member(memberId), publicUrl),

      'reset-link:get': async ({ token }) => {
        const link = await store.resetLink(hashToken(token), now());
        const member = link && (await store.member(link.memberId));
        if (!link || !member?.email) throw notFound('reset link');
        return { email: member.email, expiresAt: link.expiresAt };
      },

      'password:reset': async ({ token, next }) => {
        // Looked up first: hashing a password for a link that is none would be work for nothing.
        if (!(await store.resetLink(hashToken(token), now()))) throw notFound('reset link');
        const memberId = await store.useResetLink(hashToken(token), now(), await hash(next));
        if (!memberId) throw notFound('reset link');
        await sessions.endOthers(memberId, null, 'PASSWORD_CHANGED');
        return {};
      },
    },
  };
}
