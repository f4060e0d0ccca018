/** Drafts on SQLite. */
import type { Draft } from '../../../shared/contract/drafts.ts';
import { sqliteShelf } from '../../storage/sqlite.shelf.ts';
import { documents, type Sqlite } from '../../storage/sqlite.ts';
import { type DraftsStore, isEmpty } from './drafts.store.ts';

export function createDraftsSqliteStore(db: Sqlite): DraftsStore {
  const drafts = documents<Draft>(
    db,
    "SELECT doc FROM drafts WHERE member_id = ? ORDER BY doc ->> 'updatedAt' DESC",
  );
  return {
    drafts: async (memberId) => drafts(memberId),
    async elsewhere(memberId, { channelId, rootId }) {
      const row = db
        .prepare(
          'SELECT count(*) AS n FROM drafts WHERE member_id = ? AND NOT (channel_id = ? AND root_id = ?)',
        )
        .get(memberId, channelId, rootId ?? '');
      return (row as { n: number }).n;
    },
    async save(memberId, draft) {
      const key = [memberId, draft.channelId, draft.rootId ?? ''];
      if (isEmpty(draft))
        db.prepare('DELETE FROM drafts WHERE member_id = ? AND channel_id = ? AND root_id = ?').run(
          ...key,
        );
      else
        db.prepare(
          'INSERT OR REPLACE INTO drafts (member_id, channel_id, root_id, doc) VALUES (?, ?, ?, ?)',
        ).run(...key, JSON.stringify(draft));
    },
    async forget(memberId) {
      db.prepare('DELETE FROM drafts WHERE member_id = ?').run(memberId);
    },
  };
}

export const draftsSqliteShelves = (db: Sqlite) => ({
  draft: sqliteShelf<Draft & { memberId: string }>(
    db,
    'drafts',
    "json_set(doc, '$.memberId', member_id)",
    {
      member_id: "value ->> 'memberId'",
      channel_id: "value ->> 'channelId'",
      root_id: "coalesce(value ->> 'rootId', '')",
      doc: "json_remove(value, '$.memberId')",
    },
  ),
});
