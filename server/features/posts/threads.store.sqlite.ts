/** Who takes part in which thread, on SQLite. */
import { mostUnread } from '../../../shared/contract/threads.ts';
import { plainShelf } from '../../storage/sqlite.shelf.ts';
import type { Sqlite } from '../../storage/sqlite.ts';
import { type ThreadMarkRecord, type ThreadsStore, toThreadMark } from './threads.store.ts';

/** What brings members into threads, those who are in them already aside. */
export function takingPart(db: Sqlite): (mark: ThreadMarkRecord) => void {
  const insert = db.prepare(
    'INSERT OR IGNORE INTO thread_marks (member_id, root_id, channel_id, read_seq) VALUES (?, ?, ?, ?)',
  );
  return ({ memberId, rootId, channelId, readSeq }) =>
    insert.run(memberId, rootId, channelId, readSeq);
}

export function createThreadsSqliteStore(db: Sqlite): ThreadsStore {
  const marks = db.prepare(
    `SELECT t.root_id AS rootId, t.channel_id AS channelId, t.read_seq AS readSeq,
       (SELECT json_group_array(json_object('seq', seq, 'inStream', in_stream)) FROM (
          SELECT p.seq, p.in_stream FROM posts p
          WHERE p.root_id = t.root_id AND p.seq > t.read_seq AND p.author_id <> t.member_id
            AND p.doc ->> 'deleted' IS NULL AND NOT (p.in_stream = 1 AND p.seq <= m.read_seq)
          ORDER BY p.seq DESC LIMIT ${mostUnread})) AS beyond
     FROM thread_marks t JOIN memberships m ON m.channel_id = t.channel_id AND m.member_id = t.member_id
     WHERE t.member_id = ? AND t.root_id < ? ORDER BY t.root_id DESC LIMIT ?`,
  );
  const readForward = db.prepare(
    `UPDATE thread_marks SET read_seq = max(read_seq, min(?, (SELECT seq FROM channels WHERE id = channel_id)))
     WHERE member_id = ? AND root_id = ? RETURNING channel_id AS channelId, read_seq AS readSeq`,
  );
  return {
    async threads(memberId, before, limit) {
      const rows = marks.all(memberId, before, limit) as (ThreadMarkRecord & { beyond: string })[];
      return rows.map(({ beyond, ...mark }) =>
        toThreadMark(
          mark,
          (JSON.parse(beyond) as { seq: number; inStream: 0 | 1 }[]).map(({ seq, inStream }) => ({
            seq,
            inStream: inStream === 1,
          })),
        ),
      );
    },
    async read(memberId, rootId, seq) {
      const row = readForward.get(seq, memberId, rootId) as ThreadMarkRecord | undefined;
      return row ? { channelId: row.channelId, readSeq: row.readSeq } : null;
    },
    async forget(memberId) {
      db.prepare('DELETE FROM thread_marks WHERE member_id = ?').run(memberId);
    },
  };
}

export const threadsSqliteShelves = (db: Sqlite) => ({
  threadMark: plainShelf<ThreadMarkRecord>(db, 'thread_marks', {
    memberId: 'member_id',
    rootId: 'root_id',
    channelId: 'channel_id',
    readSeq: 'read_seq',
  }),
});
