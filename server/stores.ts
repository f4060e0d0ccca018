/** The persistence ports of all features, on the database the settings name. */
import { hostname } from 'node:os';
import { join } from 'node:path';
import { v4 as uuid } from 'uuid';
import type { Config } from './config.ts';
import type { AccountsStore } from './features/accounts/accounts.store.ts';
import type { BotsStore } from './features/bots/bots.store.ts';
import type { ChannelsStore } from './features/channels/channels.store.ts';
import type { ClustersStore } from './features/clusters/clusters.store.ts';
import type { DraftsStore } from './features/drafts/drafts.store.ts';
import type { PostsStore } from './features/posts/posts.store.ts';

export interface Stores {
  accounts: AccountsStore;
  clusters: ClustersStore;
  channels: ChannelsStore;
  posts: PostsStore;
  bots: BotsStore;
  drafts: DraftsStore;
  /** Rejects when the database does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the database and brings it up to date. Only the chosen adapter is loaded. */
export async function openStores({ mongodbUrl, dataDir, port }: Pick<Config, 'mongodbUrl' | 'dataDir' | 'port'>): Promise<Stores> {
  if (mongodbUrl) return (await import('./stores.mongo.ts')).openMongoStores(mongodbUrl, port ? `${hostname()}:${port}` : uuid());
  return (await import('./stores.sqlite.ts')).openSqliteStores(join(dataDir, 'muster.db'));
}
