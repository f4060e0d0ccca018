/** Sessions on SQLite. */
import { plainShelf } from '../../storage/sqlite.shelf.ts';
import { type Sqlite, transaction } from '../../storage/sqlite.ts';
import type { Rotation, SessionsStore, StoredSession } from './accounts.store.ts';

const sessionFields =
  'id, member_id AS memberId, generation, attempt, created_at AS createdAt, last_used_at AS lastUsedAt, expires_at AS expiresAt, user_agent AS userAgent, address';

export function createSessionsSqliteStore(db: Sqlite): SessionsStore {
  const sessionById = db.prepare(`SELECT ${sessionFields} FROM sessions WHERE id = ?`);
  return {
    async addSession(session) {
      db.prepare(
        'INSERT INTO sessions (id, member_id, generation, attempt, created_at, last_used_at, expires_at, user_agent, address) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
      ).run(
        session.id,
        session.memberId,
        session.generation,
        session.attempt,
        session.createdAt,
        session.lastUsedAt,
        session.expiresAt,
        session.userAgent,
        session.address,
      );
      db.prepare('DELETE FROM sessions WHERE expires_at < ?').run(session.createdAt);
    },
    async session(id) {
      return (sessionById.get(id) as StoredSession | undefined) ?? null;
    },
    async rotate(id, generation, attempt, now, expiresAt): Promise<Rotation> {
      return transaction(db, () => {
        const session = sessionById.get(id) as StoredSession | undefined;
        if (!session || session.expiresAt <= now) return 'gone';
        if (session.generation === generation + 1 && session.attempt === attempt) return 'again';
        if (session.generation !== generation) {
          db.prepare('DELETE FROM sessions WHERE id = ?').run(id);
          return 'replayed';
        }
        db.prepare(
          'UPDATE sessions SET generation = ?, attempt = ?, last_used_at = ?, expires_at = ? WHERE id = ?',
        ).run(generation + 1, attempt, now, expiresAt, id);
        return 'rotated';
      });
    },
    async sessionsOf(memberId, now) {
      return db
        .prepare(
          `SELECT ${sessionFields} FROM sessions WHERE member_id = ? AND expires_at > ? ORDER BY last_used_at DESC`,
        )
        .all(memberId, now) as StoredSession[];
    },
    async endSession(id) {
      return db.prepare('DELETE FROM sessions WHERE id = ?').run(id).changes > 0;
    },
    async endOtherSessions(memberId, exceptId) {
      const rows = db
        .prepare('DELETE FROM sessions WHERE member_id = ? AND id IS NOT ? RETURNING id')
        .all(memberId, exceptId) as { id: string }[];
      return rows.map((row) => row.id);
    },
  };
}

export const sessionsSqliteShelves = (db: Sqlite) => ({
  session: plainShelf<StoredSession>(db, 'sessions', {
    id: 'id',
    memberId: 'member_id',
    generation: 'generation',
    attempt: 'attempt',
    createdAt: 'created_at',
    lastUsedAt: 'last_used_at',
    expiresAt: 'expires_at',
    userAgent: 'user_agent',
    address: 'address',
  }),
});
