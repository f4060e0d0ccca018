/** The Socket.IO server: its limits, its origin check, its rooms. */
import { createShardedAdapter } from '@socket.io/redis-adapter';
import type { Logger } from 'pino';
import { Server, type Socket } from 'socket.io';
import type { ClientToServer, ServerToClient } from '../../shared/contract/index.ts';
import type { Caller } from '../core/caller.ts';
import type { Dispatch } from '../core/dispatch.ts';
import type { OriginCheck } from '../core/origin.ts';
import type { Redis } from '../storage/redis.ts';

/** What a socket carries: who speaks through it, once known, and since when it waits to be told. */
export interface SocketData {
  caller: Caller | null;
  connectedAt: number;
  /** Rooms it hears besides those of its memberships. */
  watched: string[];
}

export type Io = Server<ClientToServer, ServerToClient, Record<string, never>, SocketData>;
export type ClientSocket = Socket<ClientToServer, ServerToClient, Record<string, never>, SocketData>;

/** Bytes of the largest frame a client may send. */
const maxFrame = 64 * 1024;

/**
 * Made first, so that the services have something to tell through; `openRealtime` lets clients in.
 * @param redis carries events between nodes, by sharded pub/sub; without it there is one node
 */
export function createIo(allowed: OriginCheck, redis: { publish: Redis; subscribe: Redis } | null): Io {
  return new Server({
    ...(redis && { adapter: createShardedAdapter(redis.publish, redis.subscribe, { subscriptionMode: 'dynamic' }) }),
    serveClient: false,
    maxHttpBufferSize: maxFrame,
    pingInterval: 15_000,
    pingTimeout: 10_000,
    perMessageDeflate: false,
    httpCompression: false,
    allowRequest: (request, decide) => decide(null, allowed(request.headers.origin, request.headers.host)),
  });
}

export interface RealtimeDeps {
  io: Io;
  dispatch: Dispatch;
  log: Logger;
  /** How many proxies in front are to be believed about the address. */
  trustProxy: number;
  /** The channel rooms a caller belongs in. */
  roomsOf(caller: Caller): Promise<string[]>;
  presence: { came(memberId: string): Promise<void>; went(memberId: string): Promise<void> };
  heads(channelIds: string[]): Promise<Parameters<ServerToClient['feed:head']>[0][]>;
}
