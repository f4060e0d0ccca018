/** The features, put together on top of their stores. */
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import type { Broadcaster } from './core/broadcaster.ts';
import type { Budgets } from './core/budgets.ts';
import type { Caller, Handlers } from './core/caller.ts';
import type { Metrics } from './core/metrics.ts';
import {
  type AccountsService,
  createAccountsService,
} from './features/accounts/accounts.service.ts';
import { createTokens } from './features/accounts/accounts.tokens.ts';
import { createDeletions } from './features/accounts/deletion.ts';
import { createDevices } from './features/accounts/devices.ts';
import { createMembersService } from './features/accounts/members.service.ts';
import { createPasswordAttempts } from './features/accounts/password-attempts.ts';
import { createResetLinks } from './features/accounts/reset-links.ts';
import { createSessions } from './features/accounts/sessions.service.ts';
import { createAttachmentsService } from './features/attachments/attachments.service.ts';
import { botTokenPrefix, createBotsService } from './features/bots/bots.service.ts';
import {
  type ChannelsService,
  createChannelsService,
} from './features/channels/channels.service.ts';
import {
  type ClustersService,
  createClustersService,
} from './features/clusters/clusters.service.ts';
import { createCodesService } from './features/codes/codes.service.ts';
import { createDraftsService } from './features/drafts/drafts.service.ts';
import {
  createExchangeService,
  type ExchangeService,
} from './features/exchange/exchange.service.ts';
import { createForumService, type ForumService } from './features/forum/forum.service.ts';
import { createModerationService } from './features/moderation/moderation.service.ts';
import { createOperationsService } from './features/operations/operations.service.ts';
import { removePostsOf } from './features/posts/posts.leaving.ts';
import { createRenderer } from './features/posts/posts.rendering.ts';
import { createPostsService, type PostsService } from './features/posts/posts.service.ts';
import { createThreadsService } from './features/posts/threads.service.ts';
import {
  createPresenceService,
  type PresenceService,
} from './features/presence/presence.service.ts';
import type { PresenceStore } from './features/presence/presence.store.ts';
import { createSearchesService } from './features/searches/searches.service.ts';
import { version } from './root.ts';
import type { Stores } from './stores.ts';

export interface Services {
  handlers: Handlers;
  /** Who a token speaks for, a person's or a bot's; throws `unauthenticated`. */
  authenticate(token: string): Promise<Caller>;
  /** Whether a caller is still who they were when they came. */
  current(caller: Caller): Promise<boolean>;
  forum: ForumService;
  accounts: AccountsService;
  clusters: ClustersService;
  channels: ChannelsService;
  posts: PostsService;
  presence: PresenceService;
  exchange: ExchangeService;
  /** Finishes what a node that died left of deleted accounts; done by the clock, too. */
  finishDeletions(): Promise<void>;
  /** Ends what runs by the clock, and the threads. */
  close(): Promise<void>;
}

export interface Surroundings {
  stores: Stores;
  broadcaster: Broadcaster;
  /** Counted together by all nodes. */
  budgets: Budgets;
  metrics: Metrics;
  presence: PresenceStore;
  /** The epoch of the database. */
  epoch: string;
  /** The name of this node. */
  node: string;
  log: Logger;
}

export function createServices(
  config: Config,
  {
    stores,
    broadcaster,
    budgets,
    metrics,
    presence: presenceStore,
    epoch,
    node,
    log,
  }: Surroundings,
): Services {
  const forum = createForumService({
    store: stores.forum,
    broadcaster,
    initialName: config.forumName,
    registration: config.registration,
    version,
    inUse: async () => (await stores.shelves.channel?.count()) !== 0,
  });
  const tokens = createTokens(config.jwtSecret);
  const devices = createDevices(tokens);
  const attempts = createPasswordAttempts(budgets, devices);
  const sessions = createSessions({
    store: stores.accounts,
    tokens,
    devices,
    attempts,
    broadcaster,
  });
  const clusters = createClustersService({
    store: stores.clusters,
    accounts: stores.accounts,
    broadcaster,
  });
  const channels = createChannelsService({
    store: stores.channels,
    invitations: stores.channelInvitations,
    accounts: stores.accounts,
    broadcaster,
  });
  const accounts = createAccountsService({
    store: stores.accounts,
    sessions,
    attempts,
    broadcaster,
    registration: config.registration,
    publicUrl: config.publicUrl,
    forumName: forum.name,
    budgets,
    assertPlaceable: clusters.assertPlaceable,
    placeInCluster: clusters.place,
    applied: clusters.applied,
    welcome: (member) => stores.channels.joinEveryones(member.id),
  });
  const renderer = createRenderer({
    accounts: stores.accounts,
    channelsStore: stores.channels,
    log,
  });
  const posts = createPostsService({
    store: stores.posts,
    epoch,
    accounts: stores.accounts,
    channels,
    channelsStore: stores.channels,
    renderer,
    broadcaster,
    metrics,
  });
  const threads = createThreadsService({ store: stores.threads, posts, broadcaster });
  const moderation = createModerationService({ posts, channels, broadcaster });
  const bots = createBotsService({
    store: stores.bots,
    accounts: stores.accounts,
    channels,
    broadcaster,
    forumName: forum.name,
  });
  const drafts = createDraftsService({ store: stores.drafts, channels, posts, broadcaster });
  const presence = createPresenceService({ store: presenceStore, broadcaster });
  const attachments = createAttachmentsService({
    store: stores.attachments,
    clusters: stores.clusters,
    log,
  });
  const codes = createCodesService({ store: stores.codes });
  const exchange = createExchangeService({
    store: stores.exchange,
    posts,
    channels,
    clusters: stores.clusters,
    accounts: stores.accounts,
    attachments,
    broadcaster,
    codeNames: codes.names,
    log,
  });
  const searches = createSearchesService({
    store: stores.searches,
    exchange,
    accounts: stores.accounts,
    broadcaster,
    secret: config.jwtSecret,
    publicUrl: config.publicUrl,
    forumName: forum.name,
  });
  const members = createMembersService({
    store: stores.accounts,
    sessions,
    broadcaster,
    disconnectBotsOf: bots.disconnectBotsOf,
    endInvitationsBy: channels.endInvitationsBy,
  });
  const resetLinks = createResetLinks({
    store: stores.accounts,
    sessions,
    publicUrl: config.publicUrl,
  });
  const deletions = createDeletions({
    store: stores.accounts,
    attempts,
    broadcaster,
    forget: [
      bots.revokeBotsOf,
      stores.drafts.forget,
      stores.searches.forget,
      stores.accounts.dropResetLink,
      exchange.forget,
      channels.forget,
      stores.threads.forget,
    ],
    removePosts: (memberId, by) =>
      removePostsOf(memberId, by, { store: stores.posts, change: posts.change }),
    log,
  });
  const operations = createOperationsService({ node, metrics, broadcaster });
  return {
    handlers: {
      ...forum.handlers,
      ...accounts.handlers,
      ...sessions.handlers,
      ...members.handlers,
      ...resetLinks.handlers,
      ...deletions.handlers,
      ...clusters.handlers,
      ...channels.handlers,
      ...posts.handlers,
      ...threads.handlers,
      ...moderation.handlers,
      ...bots.handlers,
      ...drafts.handlers,
      ...presence.handlers,
      ...operations.handlers,
      ...attachments.handlers,
      ...exchange.handlers,
      ...searches.handlers,
      ...codes.handlers,
    },
    authenticate: (token) =>
      token.startsWith(botTokenPrefix) ? bots.authenticate(token) : sessions.authenticate(token),
    current: (caller) => (caller.kind === 'bot' ? bots.current(caller) : sessions.current(caller)),
    forum,
    accounts,
    clusters,
    channels,
    posts,
    presence,
    exchange,
    finishDeletions: deletions.finishAll,
    async close() {
      operations.close();
      deletions.close();
      exchange.clock.stop();
      attachments.close();
      await renderer.close();
    },
  };
}
