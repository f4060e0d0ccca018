/** Bots on SQLite. */
import { plainShelf } from '../../storage/sqlite.shelf.ts';
import type { Sqlite } from '../../storage/sqlite.ts';
import type { BotsStore, StoredBot } from './bots.store.ts';

const fields =
  'id, token_hash AS tokenHash, created_at AS createdAt, revoked_at AS revokedAt, last_used_at AS lastUsedAt, owner_id AS ownerId';

export function createBotsSqliteStore(db: Sqlite): BotsStore {
  const byId = db.prepare(`SELECT ${fields} FROM bots WHERE id = ?`);
  const byToken = db.prepare(`SELECT ${fields} FROM bots WHERE token_hash = ?`);
  const one = (statement: typeof byId, value: string) =>
    (statement.get(value) as StoredBot | undefined) ?? null;
  return {
    async add({ id, tokenHash, createdAt, revokedAt, lastUsedAt, ownerId }) {
      db.prepare(
        'INSERT INTO bots (id, token_hash, created_at, revoked_at, last_used_at, owner_id) VALUES (?, ?, ?, ?, ?, ?)',
      ).run(id, tokenHash, createdAt, revokedAt, lastUsedAt, ownerId);
    },
    async bot(id) {
      return one(byId, id);
    },
    async byToken(tokenHash) {
      return one(byToken, tokenHash);
    },
    async bots() {
      return db.prepare(`SELECT ${fields} FROM bots ORDER BY id`).all() as StoredBot[];
    },
    async setToken(id, tokenHash, ownerId) {
      const row = db
        .prepare(
          `UPDATE bots SET token_hash = ?, revoked_at = NULL, owner_id = ? WHERE id = ? RETURNING ${fields}`,
        )
        .get(tokenHash, ownerId, id);
      return (row as StoredBot | undefined) ?? null;
    },
    async revoke(id, now) {
      const row = db
        .prepare(
          `UPDATE bots SET token_hash = NULL, revoked_at = ? WHERE id = ? RETURNING ${fields}`,
        )
        .get(now, id);
      return (row as StoredBot | undefined) ?? null;
    },
    async ownedBy(memberId) {
      return db
        .prepare(`SELECT ${fields} FROM bots WHERE owner_id = ?`)
        .all(memberId) as StoredBot[];
    },
    async used(id, now) {
      db.prepare('UPDATE bots SET last_used_at = ? WHERE id = ?').run(now, id);
    },
  };
}

export const botsSqliteShelves = (db: Sqlite) => ({
  bot: plainShelf<StoredBot>(db, 'bots', {
    id: 'id',
    tokenHash: 'token_hash',
    createdAt: 'created_at',
    revokedAt: 'revoked_at',
    lastUsedAt: 'last_used_at',
    ownerId: 'owner_id',
  }),
});
