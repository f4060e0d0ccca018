/** All ports on SQLite. */
import { createAccountsSqliteStore } from './features/accounts/accounts.store.sqlite.ts';
import { createBotsSqliteStore } from './features/bots/bots.store.sqlite.ts';
import { createChannelsSqliteStore } from './features/channels/channels.store.sqlite.ts';
import { createClustersSqliteStore } from './features/clusters/clusters.store.sqlite.ts';
import { createDraftsSqliteStore } from './features/drafts/drafts.store.sqlite.ts';
import { createPostsSqliteStore } from './features/posts/posts.store.sqlite.ts';
import { named } from './storage/named.ts';
import { openSqlite, sqliteError } from './storage/sqlite.ts';
import type { Stores } from './stores.ts';

/** @param file a path, or `:memory:` */
export function openSqliteStores(file: string): Stores {
  const db = openSqlite(file);
  return {
    accounts: named(createAccountsSqliteStore(db), sqliteError),
    clusters: named(createClustersSqliteStore(db), sqliteError),
    channels: named(createChannelsSqliteStore(db), sqliteError),
    posts: named(createPostsSqliteStore(db), sqliteError),
    bots: named(createBotsSqliteStore(db), sqliteError),
    drafts: named(createDraftsSqliteStore(db), sqliteError),
    async ping() {
      db.prepare('SELECT 1').get();
    },
    async close() {
      db.close();
    },
  };
}
