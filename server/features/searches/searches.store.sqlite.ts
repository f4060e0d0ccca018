/** Saved searches on SQLite. */
import { sqliteShelf } from '../../storage/sqlite.shelf.ts';
import { documents, type Sqlite } from '../../storage/sqlite.ts';
import { prefixesOf, type SearchesStore, type StoredSearch } from './searches.store.ts';

export function createSearchesSqliteStore(db: Sqlite): SearchesStore {
  const byId = documents<StoredSearch>(db, 'SELECT doc FROM searches WHERE id = ?');
  const of = documents<StoredSearch>(
    db,
    "SELECT doc FROM searches WHERE member_id = ? ORDER BY doc ->> 'createdAt', id",
  );
  const finding = documents<StoredSearch>(
    db,
    `SELECT doc FROM searches WHERE (product IS NULL OR product = :product) AND coalesce(doc ->> 'kind', :kind) = :kind
       AND (doc ->> 'nuts' IS NULL OR doc ->> 'nuts' IN (SELECT value FROM json_each(:prefixes)))`,
  );
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
    search: async (id) => byId(id)[0] ?? null,
    searches: async (memberId) => of(memberId),
    finding: async ({ kind, product, nuts }) =>
      finding({ kind, product, prefixes: JSON.stringify(prefixesOf(nuts)) }),
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
