/** Code lists on SQLite. */
import { sqliteShelf } from '../../storage/sqlite.shelf.ts';
import { type Sqlite, transaction } from '../../storage/sqlite.ts';
import { type Code, type CodesStore, folded } from './codes.store.ts';

export function createCodesSqliteStore(db: Sqlite): CodesStore {
  const insert = db.prepare(
    'INSERT OR REPLACE INTO codes (list, lang, code, name, folded) VALUES (?, ?, ?, ?, ?)',
  );
  const columns = 'SELECT list, lang, code, name FROM codes WHERE list = ? AND lang = ?';
  return {
    async keep(codes) {
      transaction(db, () => {
        for (const { list, lang, code, name } of codes)
          insert.run(list, lang, code, name, folded(name));
      });
    },
    async search(list, lang, words, limit) {
      const each = words.map(() => 'AND instr(folded, ?) > 0').join(' ');
      return db
        .prepare(`${columns} ${each} ORDER BY length(name), code LIMIT ?`)
        .all(list, lang, ...words.map((word) => ` ${word}`), limit) as Code[];
    },
    async beginning(list, lang, prefix, limit) {
      return db
        .prepare(`${columns} AND code >= ? AND code < ? ORDER BY code LIMIT ?`)
        .all(list, lang, prefix, `${prefix}\uffff`, limit) as Code[];
    },
    async names(list, lang, codes) {
      return db
        .prepare(`${columns} AND code IN (SELECT value FROM json_each(?))`)
        .all(list, lang, JSON.stringify(codes)) as Code[];
    },
  };
}

export const codesSqliteShelves = (db: Sqlite) => ({
  code: sqliteShelf<Code & { folded: string }>(
    db,
    'codes',
    "json_object('list', list, 'lang', lang, 'code', code, 'name', name, 'folded', folded)",
    {
      ...Object.fromEntries(
        ['list', 'lang', 'code', 'name', 'folded'].map((field) => [field, `value ->> '${field}'`]),
      ),
    },
  ),
});
