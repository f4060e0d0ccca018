/** All ports on MongoDB. */
import { createAccountsMongoStore } from './features/accounts/accounts.store.mongo.ts';
import { createBotsMongoStore } from './features/bots/bots.store.mongo.ts';
import { createChannelsMongoStore } from './features/channels/channels.store.mongo.ts';
import { createClustersMongoStore } from './features/clusters/clusters.store.mongo.ts';
import { createDraftsMongoStore } from './features/drafts/drafts.store.mongo.ts';
import { createPostsMongoStore } from './features/posts/posts.store.mongo.ts';
import type { NodeFacts } from './storage/mongo.sessions.ts';
import { closeMongo, connectMongo, mongoError, prepareMongo } from './storage/mongo.ts';
import { named } from './storage/named.ts';
import type { Stores } from './stores.ts';

/** @param node and facts: see storage/mongo.sessions.ts */
export async function openMongoStores(url: string, node: string, facts: NodeFacts | null = null): Promise<Stores> {
  const connection = await connectMongo(url);
  const stores = {
    accounts: named(createAccountsMongoStore(connection), mongoError),
    clusters: named(createClustersMongoStore(connection), mongoError),
    channels: named(createChannelsMongoStore(connection), mongoError),
    posts: named(createPostsMongoStore(connection), mongoError),
    bots: named(createBotsMongoStore(connection), mongoError),
    drafts: named(createDraftsMongoStore(connection), mongoError),
    async ping() {
      await connection.db?.admin().ping();
    },
    close: () => closeMongo(connection),
  };
  await prepareMongo(connection, node, facts).catch(async (error) => {
    await connection.close();
    throw error;
  });
  return stores;
}
