/** Invitations on SQLite. */
import { plainShelf } from '../../storage/sqlite.shelf.ts';
import type { Sqlite } from '../../storage/sqlite.ts';
import type { Invitation, InvitationsStore } from './accounts.store.ts';

/** Uses an invitation once, within a transaction or alone; false when it holds no longer. */
export const useInvitation = (db: Sqlite, tokenHash: string, now: string): boolean =>
  db
    .prepare(
      'UPDATE invitations SET uses = uses - 1 WHERE token_hash = ? AND uses > 0 AND expires_at > ?',
    )
    .run(tokenHash, now).changes > 0;

export function createInvitationsSqliteStore(db: Sqlite): InvitationsStore {
  return {
    async addInvitation({ tokenHash, roles, uses, expiresAt }) {
      db.prepare(
        'INSERT INTO invitations (token_hash, roles, uses, expires_at) VALUES (?, ?, ?, ?)',
      ).run(tokenHash, JSON.stringify(roles), uses, expiresAt);
    },
    async invitation(tokenHash, now) {
      const row = db
        .prepare('SELECT * FROM invitations WHERE token_hash = ? AND uses > 0 AND expires_at > ?')
        .get(tokenHash, now) as
        | { token_hash: string; roles: string; uses: number; expires_at: string }
        | undefined;
      return row
        ? ({
            tokenHash,
            roles: JSON.parse(row.roles),
            uses: row.uses,
            expiresAt: row.expires_at,
          } satisfies Invitation)
        : null;
    },
    async useInvitation(tokenHash, now) {
      return useInvitation(db, tokenHash, now);
    },
  };
}

export const invitationsSqliteShelves = (db: Sqlite) => ({
  invitation: plainShelf<Invitation>(
    db,
    'invitations',
    { tokenHash: 'token_hash', roles: 'roles', uses: 'uses', expiresAt: 'expires_at' },
    ['roles'],
  ),
});
