/** The Socket.IO server: its limits, its origin check, its rooms. */
import { createShardedAdapter } from '@socket.io/redis-adapter';
import type { Logger } from 'pino';
import { Server, type Socket } from 'socket.io';
import type { ClientToServer, ServerToClient } from '../../shared/contract/index.ts';
import { largestCall } from '../../shared/text.ts';
import type { Caller } from '../core/caller.ts';
import type { Dispatch } from '../core/dispatch.ts';
import type { Metrics } from '../core/metrics.ts';
import type { OriginCheck } from '../core/origin.ts';
import type { RedisLink } from '../storage/redis.ts';
import { keptSubscriptions } from './subscriptions.ts';

/** What a socket carries: who speaks through it, once known, and since when it waits to be told. */
export interface SocketData {
  caller: Caller | null;
  connectedAt: number;
  /** Whence it connects. */
  address: string;
  /** Rooms it hears besides those of its memberships. */
  watched: string[];
}

export type Io = Server<ClientToServer, ServerToClient, Record<string, never>, SocketData>;
export type ClientSocket = Socket<
  ClientToServer,
  ServerToClient,
  Record<string, never>,
  SocketData
>;

/** ms from a connection to Socket.IO's own word that it is one. */
const connectTimeout = 10_000;

/**
 * Made first, so that the services have something to tell through; `openRealtime` lets clients in.
 * @param welcome whether a request from a page of this origin may connect now
 * @param redis carries events between nodes, by sharded pub/sub under a prefix of the forum's own; without it there is one node
 */
export function createIo(
  welcome: OriginCheck,
  redis: (Pick<RedisLink, 'publish' | 'subscribe'> & { prefix: string }) | null,
): Io {
  return new Server({
    ...(redis && {
      adapter: createShardedAdapter(redis.publish, keptSubscriptions(redis.subscribe), {
        subscriptionMode: 'dynamic',
        channelPrefix: redis.prefix,
      }),
    }),
    serveClient: false,
    connectTimeout,
    maxHttpBufferSize: largestCall.frame,
    pingInterval: 15_000,
    pingTimeout: 10_000,
    perMessageDeflate: false,
    httpCompression: false,
    allowRequest: (request, decide) =>
      decide(null, welcome(request.headers.origin, request.headers.host)),
  });
}

export interface RealtimeDeps {
  io: Io;
  dispatch: Dispatch;
  log: Logger;
  /** How many proxies in front are to be believed about the address. */
  trustProxy: number;
  metrics: Metrics;
  /** The channel rooms a caller belongs in. */
  roomsOf(caller: Caller): Promise<string[]>;
  /** Whether a caller is still who they were when they came. */
  current(caller: Caller): Promise<boolean>;
  /** Whether events do not reach the other nodes just now. */
  alone(): boolean;
  presence: { came(memberId: string): Promise<void>; went(memberId: string): Promise<void> };
  heads(channelIds: string[]): Promise<Parameters<ServerToClient['feed:head']>[0][]>;
}
