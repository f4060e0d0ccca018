/** Sessions on SQLite. */
import { plainShelf } from '../../storage/sqlite.shelf.ts';
import { type Sqlite, transaction } from '../../storage/sqlite.ts';
import {
  endOf,
  judgeRotation,
  type Rotation,
  type SessionsStore,
  type StoredSession,
} from './sessions.store.ts';

const sessionFields =
  'id, member_id AS memberId, generation, attempt, created_at AS createdAt, last_used_at AS lastUsedAt, expires_at AS expiresAt, user_agent AS userAgent, address, ended';

export function createSessionsSqliteStore(db: Sqlite): SessionsStore {
  const sessionById = db.prepare(`SELECT ${sessionFields} FROM sessions WHERE id = ?`);
  const storedSession = (id: string) => (sessionById.get(id) as StoredSession | undefined) ?? null;
  const end = db.prepare('UPDATE sessions SET ended = ? WHERE id = ? AND ended IS NULL');

  return {
    async addSession(session) {
      db.prepare(
        'INSERT INTO sessions (id, member_id, generation, attempt, created_at, last_used_at, expires_at, user_agent, address, ended) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
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
        session.ended,
      );
      db.prepare('DELETE FROM sessions WHERE expires_at < ?').run(session.createdAt);
    },
    async session(id) {
      const session = storedSession(id);
      return session?.ended ? null : session;
    },
    async sessionEnd(id, now) {
      return endOf(storedSession(id), now);
    },
    async rotate(request): Promise<Rotation> {
      const { id, generation, attempt, now, expiresAt } = request;
      return transaction(db, () => {
        const found = judgeRotation(storedSession(id), request);
        if (found === 'gone' || found === 'again') return found;
        if (found === 'replayed' || found === 'rolled_back') {
          end.run(found === 'replayed' ? 'TOKEN_REUSED' : 'SESSION_UNKNOWN', id);
          return found === 'replayed' ? found : 'gone';
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
          `SELECT ${sessionFields} FROM sessions WHERE member_id = ? AND expires_at > ? AND ended IS NULL ORDER BY last_used_at DESC`,
        )
        .all(memberId, now) as StoredSession[];
    },
    async endSession(id, reason) {
      return end.run(reason, id).changes > 0;
    },
    async endOtherSessions(memberId, exceptId, reason) {
      const rows = db
        .prepare(
          'UPDATE sessions SET ended = ? WHERE member_id = ? AND id IS NOT ? AND ended IS NULL RETURNING id',
        )
        .all(reason, memberId, exceptId) as { id: string }[];
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
    ended: 'ended',
  }),
});
