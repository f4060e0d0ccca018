/** The persistence ports of all features together. */
import type { Shelves } from './core/shelf.ts';
import type { Disk } from './core/space.ts';
import type { AccountsStore } from './features/accounts/accounts.store.ts';
import type { AttachmentsStore } from './features/attachments/attachments.store.ts';
import type { BotsStore } from './features/bots/bots.store.ts';
import type { ChannelInvitationsStore } from './features/channels/channel-invitations.store.ts';
import type { ChannelsStore } from './features/channels/channels.store.ts';
import type { ClustersStore } from './features/clusters/clusters.store.ts';
import type { CodesStore } from './features/codes/codes.store.ts';
import type { DraftsStore } from './features/drafts/drafts.store.ts';
import type { ExchangeStore } from './features/exchange/exchange.store.ts';
import type { ForumStore } from './features/forum/forum.store.ts';
import type { PostsStore } from './features/posts/posts.store.ts';
import type { ThreadsStore } from './features/posts/threads.store.ts';
import type { SearchesStore } from './features/searches/searches.store.ts';

export interface Stores {
  forum: ForumStore;
  accounts: AccountsStore;
  clusters: ClustersStore;
  channels: ChannelsStore;
  channelInvitations: ChannelInvitationsStore;
  posts: PostsStore;
  threads: ThreadsStore;
  bots: BotsStore;
  drafts: DraftsStore;
  attachments: AttachmentsStore;
  exchange: ExchangeStore;
  searches: SearchesStore;
  codes: CodesStore;
  /** Everything that is kept, for backups and moves. */
  shelves: Shelves;
  /** Rejects when the database does not answer. */
  ping(): Promise<void>;
  /** The disk of the database, where it is not that of the data directory and the database tells. */
  disk: Disk;
  /** The time by the database's clock. */
  clock(): Promise<Date>;
  close(): Promise<void>;
}
