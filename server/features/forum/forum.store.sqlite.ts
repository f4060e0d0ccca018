/** The settings of the forum on SQLite. */
import { plainShelf } from '../../storage/sqlite.shelf.ts';
import { type Sqlite, transaction } from '../../storage/sqlite.ts';
import { type ForumStore, type SettingRecord, toRecords, toSettings } from './forum.store.ts';

export function createForumSqliteStore(db: Sqlite): ForumStore {
  return {
    async settings() {
      return toSettings(db.prepare('SELECT name, value FROM settings').all() as SettingRecord[]);
    },
    async save(patch) {
      const set = db.prepare('INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)');
      transaction(db, () => {
        for (const { name, value } of toRecords(patch)) set.run(name, value);
      });
    },
  };
}

export const forumSqliteShelves = (db: Sqlite) => ({
  setting: plainShelf<SettingRecord>(db, 'settings', { name: 'name', value: 'value' }),
});
