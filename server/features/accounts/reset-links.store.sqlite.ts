/** Reset links on SQLite. */
import { type Sqlite, transaction } from '../../storage/sqlite.ts';
import type { ResetLink, ResetLinksStore } from './reset-links.store.ts';

export function createResetLinksSqliteStore(db: Sqlite): ResetLinksStore {
  const holding = db.prepare(
    `SELECT member_id AS memberId, token_hash AS tokenHash, expires_at AS expiresAt, created_by AS createdBy FROM reset_links
     WHERE token_hash = ? AND expires_at > ?`,
  );
  const drop = db.prepare('DELETE FROM reset_links WHERE member_id = ?');
  const find = (tokenHash: string, now: string) =>
    (holding.get(tokenHash, now) as ResetLink | undefined) ?? null;

  return {
    async addResetLink({ tokenHash, memberId, expiresAt, createdBy }) {
      db.prepare(
        'INSERT OR REPLACE INTO reset_links (member_id, token_hash, expires_at, created_by) VALUES (?, ?, ?, ?)',
      ).run(memberId, tokenHash, expiresAt, createdBy);
    },
    async resetLink(tokenHash, now) {
      return find(tokenHash, now);
    },
    async useResetLink(tokenHash, now, passwordHash) {
      return transaction(db, () => {
        const link = find(tokenHash, now);
        if (!link) return null;
        drop.run(link.memberId);
        db.prepare('UPDATE members SET password_hash = ? WHERE id = ? AND deletion IS NULL').run(
          passwordHash,
          link.memberId,
        );
        return link.memberId;
      });
    },
    async dropResetLink(memberId) {
      drop.run(memberId);
    },
  };
}
