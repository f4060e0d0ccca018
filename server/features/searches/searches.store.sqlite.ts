/** Saved searches on SQLite. */
import { sqliteShelf } from '../../storage/sqlite.shelf.ts';
import type { Sqlite } from '../../storage/sqlite.ts';
import { prefixesOf, type SearchesStore, type StoredSearch } from './searches.store.ts';

const readAll = (rows: unknown[]) =>
  rows.map((row) => JSON.parse((row as { doc: string }).doc) as StoredSearch);

export function createSearchesSqliteStore(db: Sqlite): SearchesStore {
  return {
    async save(search) {
      const { changes } = db
        .prepare(
          `INSERT INTO searches (id, member_id, doc) VALUES (:id, :memberId, :doc)
           ON CONFLICT (id) DO UPDATE SET doc = excluded.doc WHERE member_id = excluded.member_id`,
        )
        .run({ id: search.id, memberId: search.memberId, doc: JSON.stringify(search) });
      return changes > 0;
    },
    async search(id) {
      return readAll(db.prepare('SELECT doc FROM searches WHERE id = ?').all(id))[0] ?? null;
    },
    async searches(memberId) {
      return readAll(
        db
          .prepare("SELECT doc FROM searches WHERE member_id = ? ORDER BY doc ->> 'createdAt', id")
          .all(memberId),
      );
    },
    async finding({ kind, product, nuts }) {
      const rows = db
        .prepare(
          `SELECT doc FROM searches WHERE (product IS NULL OR product = :product) AND coalesce(doc ->> 'kind', :kind) = :kind
             AND (doc ->> 'nuts' IS NULL OR doc ->> 'nuts' IN (SELECT value FROM json_each(:prefixes)))`,
        )
        .all({ kind, product, prefixes: JSON.stringify(prefixesOf(nuts)) });
      return readAll(rows);
    },
    async remove(id, memberId) {
      return (
        db.prepare('DELETE FROM searches WHERE id = ? AND member_id = ?').run(id, memberId)
          .changes > 0
      );
    },
    async forget(memberId) {
      db.prepare('DELETE FROM searches WHERE member_id = ?').run(memberId);
    },
  };
}

export const searchesSqliteShelves = (db: Sqlite) => ({
  search: sqliteShelf<StoredSearch>(db, 'searches', 'doc', {
    id: "value ->> 'id'",
    member_id: "value ->> 'memberId'",
    doc: 'value',
  }),
});
