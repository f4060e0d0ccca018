/** All ports on MongoDB. */
import { createAccountsMongoStore } from './features/accounts/accounts.store.mongo.ts';
import { createBotsMongoStore } from './features/bots/bots.store.mongo.ts';
import { createChannelsMongoStore } from './features/channels/channels.store.mongo.ts';
import { createClustersMongoStore } from './features/clusters/clusters.store.mongo.ts';
import { createDraftsMongoStore } from './features/drafts/drafts.store.mongo.ts';
import { createPostsMongoStore } from './features/posts/posts.store.mongo.ts';
import { closeMongo, connectMongo, prepareMongo } from './storage/mongo.ts';
import type { Stores } from './stores.ts';

/** @param node see storage/mongo.sessions.ts */
export async function openMongoStores(url: string, node: string): Promise<Stores> {
  const connection = await connectMongo(url);
  const stores = {
    accounts: createAccountsMongoStore(connection),
    clusters: createClustersMongoStore(connection),
    channels: createChannelsMongoStore(connection),
    posts: createPostsMongoStore(connection),
    bots: createBotsMongoStore(connection),
    drafts: createDraftsMongoStore(connection),
    async ping() {
      await connection.db?.admin().ping();
    },
    close: () => closeMongo(connection),
  };
  await prepareMongo(connection, node);
  return stores;
}
