/** All ports on MongoDB. */
import type { Shelves } from './core/shelf.ts';
import {
  accountsMongoShelves,
  createAccountsMongoStore,
} from './features/accounts/accounts.store.mongo.ts';
import { placeMemberTerms } from './features/accounts/members.model.mongo.ts';
import {
  attachmentsMongoShelves,
  createAttachmentsMongoStore,
} from './features/attachments/attachments.store.mongo.ts';
import { botsMongoShelves, createBotsMongoStore } from './features/bots/bots.store.mongo.ts';
import {
  channelInvitationsMongoShelves,
  createChannelInvitationsMongoStore,
} from './features/channels/channel-invitations.store.mongo.ts';
import {
  channelsMongoShelves,
  placeChannelTitles,
} from './features/channels/channels.models.mongo.ts';
import { createChannelsMongoStore } from './features/channels/channels.store.mongo.ts';
import {
  clustersMongoShelves,
  createClustersMongoStore,
  placeClusterTitles,
} from './features/clusters/clusters.store.mongo.ts';
import { codesMongoShelves, createCodesMongoStore } from './features/codes/codes.store.mongo.ts';
import {
  createDraftsMongoStore,
  draftsMongoShelves,
} from './features/drafts/drafts.store.mongo.ts';
import { placeListings } from './features/exchange/exchange.models.mongo.ts';
import {
  createExchangeMongoStore,
  exchangeMongoShelves,
} from './features/exchange/exchange.store.mongo.ts';
import { createForumMongoStore, forumMongoShelves } from './features/forum/forum.store.mongo.ts';
import {
  createPostsMongoStore,
  headByPosts,
  postsMongoShelves,
} from './features/posts/posts.store.mongo.ts';
import {
  createThreadsMongoStore,
  placeThreadMarks,
  threadsMongoShelves,
} from './features/posts/threads.store.mongo.ts';
import {
  createSearchesMongoStore,
  searchesMongoShelves,
} from './features/searches/searches.store.mongo.ts';
import { type NodeFacts, serverTime } from './storage/mongo.sessions.ts';
import {
  assertWhole,
  beginRestore,
  closeMongo,
  connectMongo,
  endRestore,
  type Mongo,
  mongoDisk,
  mongoError,
  prepareMongo,
} from './storage/mongo.ts';
import { named } from './storage/named.ts';
import type { Stores } from './stores.ts';

/** @param node and facts: see storage/mongo.sessions.ts */
export async function openMongoStores(
  url: string,
  node: string,
  facts: NodeFacts | null = null,
): Promise<Stores> {
  return open(url, node, facts, async (connection, stores) => {
    await assertWhole(connection);
    return stores;
  });
}

/** The same for a restore: `begin` empties the database, `end` makes it good again, under a new epoch. */
export async function openMongoForRestore(
  url: string,
  node: string,
): Promise<Stores & { begin(): Promise<void>; end(): Promise<void> }> {
  return open(url, node, null, async (connection, stores) => ({
    ...stores,
    begin: () => beginRestore(connection),
    end: () => endRestore(connection),
  }));
}

async function open<T>(
  url: string,
  node: string,
  facts: NodeFacts | null,
  use: (connection: Mongo, stores: Stores) => Promise<T>,
): Promise<T> {
  const connection = await connectMongo(url);
  try {
    const stores = storesOn(connection);
    await prepareMongo(connection, node, facts);
    await placeListings(connection);
    await placeMemberTerms(connection);
    await placeThreadMarks(connection);
    await placeChannelTitles(connection);
    await placeClusterTitles(connection);
    return await use(connection, stores);
  } catch (error) {
    await closeMongo(connection);
    throw error;
  }
}

function storesOn(connection: Mongo): Stores {
  const posts = createPostsMongoStore(connection);
  const exchange = createExchangeMongoStore(connection);
  return {
    forum: named(createForumMongoStore(connection), mongoError),
    accounts: named(createAccountsMongoStore(connection), mongoError),
    clusters: named(createClustersMongoStore(connection), mongoError),
    channels: named(createChannelsMongoStore(connection), mongoError),
    channelInvitations: named(createChannelInvitationsMongoStore(connection), mongoError),
    posts: named(posts, mongoError),
    threads: named(createThreadsMongoStore(connection), mongoError),
    bots: named(createBotsMongoStore(connection), mongoError),
    drafts: named(createDraftsMongoStore(connection), mongoError),
    attachments: named(createAttachmentsMongoStore(connection), mongoError),
    exchange: named(exchange, mongoError),
    searches: named(createSearchesMongoStore(connection), mongoError),
    codes: named(createCodesMongoStore(connection), mongoError),
    shelves: {
      ...postsMongoShelves(connection, posts),
      ...threadsMongoShelves(connection),
      ...exchangeMongoShelves(connection, exchange),
      ...attachmentsMongoShelves(connection),
      ...draftsMongoShelves(connection),
      ...searchesMongoShelves(connection),
      ...codesMongoShelves(connection),
      ...channelInvitationsMongoShelves(connection),
      ...channelsMongoShelves(connection, headByPosts(connection)),
      ...botsMongoShelves(connection),
      ...accountsMongoShelves(connection),
      ...clustersMongoShelves(connection),
      ...forumMongoShelves(connection),
    } as Shelves,
    async ping() {
      await connection.db?.admin().ping();
    },
    disk: () => mongoDisk(connection),
    clock: () => serverTime(connection),
    close: () => closeMongo(connection),
  };
}
