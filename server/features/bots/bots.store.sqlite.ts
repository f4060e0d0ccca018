/** Bots on SQLite. */
import { plainShelf } from '../../storage/sqlite.shelf.ts';
import type { Sqlite } from '../../storage/sqlite.ts';
import type { BotsStore, StoredBot } from './bots.store.ts';

const fields =
  'id, token_hash AS tokenHash, created_at AS createdAt, revoked_at AS revokedAt, last_used_at AS lastUsedAt';

export function createBotsSqliteStore(db: Sqlite): BotsStore {
  const byId = db.prepare(`SELECT ${fields} FROM bots WHERE id = ?`);
  const byToken = db.prepare(`SELECT ${fields} FROM bots WHERE token_hash = ?`);
  const one = (statement: typeof byId, value: string) =>
    (statement.get(value) as StoredBot | undefined) ?? null;
  return {
    async add({ id, tokenHash, createdAt, revokedAt, lastUsedAt }) {
      db.prepare(
        'INSERT INTO bots (id, token_hash, created_at, revoked_at, last_used_at) VALUES (?, ?, ?, ?, ?)',
      ).run(id, tokenHash, createdAt, revokedAt, lastUsedAt);
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
    async setToken(id, tokenHash, now) {
      const row = db
        .prepare(`UPDATE bots SET token_hash = ?, revoked_at = ? WHERE id = ? RETURNING ${fields}`)
        .get(tokenHash, tokenHash ? null : now, id);
      return (row as StoredBot | undefined) ?? null;
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
  }),
});
