/** All ports on SQLite. */
import type { Shelves } from './core/shelf.ts';
import {
  accountsSqliteShelves,
  createAccountsSqliteStore,
} from './features/accounts/accounts.store.sqlite.ts';
import {
  attachmentsSqliteShelves,
  createAttachmentsSqliteStore,
} from './features/attachments/attachments.store.sqlite.ts';
import { botsSqliteShelves, createBotsSqliteStore } from './features/bots/bots.store.sqlite.ts';
import {
  channelInvitationsSqliteShelves,
  createChannelInvitationsSqliteStore,
} from './features/channels/channel-invitations.store.sqlite.ts';
import { channelsSqliteShelves } from './features/channels/channels.shelf.sqlite.ts';
import { createChannelsSqliteStore } from './features/channels/channels.store.sqlite.ts';
import {
  clustersSqliteShelves,
  createClustersSqliteStore,
} from './features/clusters/clusters.store.sqlite.ts';
import { codesSqliteShelves, createCodesSqliteStore } from './features/codes/codes.store.sqlite.ts';
import {
  createDraftsSqliteStore,
  draftsSqliteShelves,
} from './features/drafts/drafts.store.sqlite.ts';
import {
  createExchangeSqliteStore,
  exchangeSqliteShelves,
} from './features/exchange/exchange.store.sqlite.ts';
import { createForumSqliteStore, forumSqliteShelves } from './features/forum/forum.store.sqlite.ts';
import { createPostsSqliteStore, postsSqliteShelves } from './features/posts/posts.store.sqlite.ts';
import {
  createThreadsSqliteStore,
  threadsSqliteShelves,
} from './features/posts/threads.store.sqlite.ts';
import {
  createSearchesSqliteStore,
  searchesSqliteShelves,
} from './features/searches/searches.store.sqlite.ts';
import { named } from './storage/named.ts';
import { openSqlite, sqliteError } from './storage/sqlite.ts';
import type { Stores } from './stores.ts';

/** @param file a path, or `:memory:`; options: see storage/sqlite.ts */
export function openSqliteStores(file: string, options: { references?: boolean } = {}): Stores {
  const db = openSqlite(file, options);
  const posts = createPostsSqliteStore(db);
  const exchange = createExchangeSqliteStore(db);
  return {
    forum: named(createForumSqliteStore(db), sqliteError),
    accounts: named(createAccountsSqliteStore(db), sqliteError),
    clusters: named(createClustersSqliteStore(db), sqliteError),
    channels: named(createChannelsSqliteStore(db), sqliteError),
    channelInvitations: named(createChannelInvitationsSqliteStore(db), sqliteError),
    posts: named(posts, sqliteError),
    threads: named(createThreadsSqliteStore(db), sqliteError),
    bots: named(createBotsSqliteStore(db), sqliteError),
    drafts: named(createDraftsSqliteStore(db), sqliteError),
    attachments: named(createAttachmentsSqliteStore(db), sqliteError),
    exchange: named(exchange, sqliteError),
    searches: named(createSearchesSqliteStore(db), sqliteError),
    codes: named(createCodesSqliteStore(db), sqliteError),
    shelves: {
      ...postsSqliteShelves(db, posts),
      ...threadsSqliteShelves(db),
      ...exchangeSqliteShelves(db, exchange),
      ...attachmentsSqliteShelves(db),
      ...draftsSqliteShelves(db),
      ...searchesSqliteShelves(db),
      ...codesSqliteShelves(db),
      ...channelInvitationsSqliteShelves(db),
      ...channelsSqliteShelves(db),
      ...botsSqliteShelves(db),
      ...accountsSqliteShelves(db),
      ...clustersSqliteShelves(db),
      ...forumSqliteShelves(db),
    } as Shelves,
    async ping() {
      db.prepare('SELECT 1').get();
    },
    disk: async () => null,
    async clock() {
      return new Date();
    },
    async close() {
      // The log goes into the file, so that the file alone is the database.
      db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      db.close();
    },
  };
}
