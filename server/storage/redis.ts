/** The connections to Redis: two that carry events between nodes, one for commands, and whether it answers. */
import { Redis as Commands } from 'ioredis';
import { createClient } from 'redis';
import { within } from '../core/within.ts';

export type Redis = ReturnType<typeof createClient>;
export type { Commands };

export interface RedisLink {
  publish: Redis;
  subscribe: Redis;
  /** Each command answers or fails within half a second; none waits for a connection. */
  commands: Commands;
  /** Random, kept in Redis itself: nodes that see the same one share a Redis. */
  identity: string;
  /** Whether it answered a moment ago; asked twice a second. */
  up(): boolean;
  close(): void;
}

const commandTimeout = 500;
/** ms */
const silence = 3000;
const pingEvery = 500;
const identityKey = 'muster:redis';
/** ms before the next attempt to connect again. */
const pause = (attempt: number) => Math.min(attempt * 100, 500);
/** Messages that may wait while Redis does not read; what comes on top is dropped, and the feed heals itself. */
const mostQueued = 20_000;

/**
 * Connects; throws with what to do when Redis cannot be reached or is older than 7.
 * @param fresh an identity for a Redis that has none yet
 */
export async function connectRedis(url: string, fresh: string): Promise<RedisLink> {
  // A connection on which nothing comes back, not even to a ping, is given up and made anew.
  const settings = {
    url,
    disableOfflineQueue: true,
    pingInterval: 1000,
    socket: { connectTimeout: 3000, socketTimeout: silence, reconnectStrategy: pause },
  };
  const publish = createClient({ ...settings, commandsQueueMaxLength: mostQueued }) as Redis;
  const subscribe = createClient(settings) as Redis;
  const commands = new Commands(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    commandTimeout,
    socketTimeout: silence,
    maxRetriesPerRequest: 0,
    connectTimeout: 3000,
    retryStrategy: pause,
  });
  const all = [publish, subscribe, commands];
  // A lost connection is seen by the ping, and comes back by itself.
  for (const client of all) client.on('error', () => {});
  const close = () => {
    publish.destroy();
    subscribe.destroy();
    commands.disconnect();
  };
  const { host } = new URL(url);
  try {
    await within(5000, Promise.all([publish.connect(), subscribe.connect(), commands.connect()]));
  } catch (error) {
    close();
    throw new Error(
      `REDIS_URL: no Redis answers at ${host} (${(error as Error).message}). Start it, or leave REDIS_URL out to run a single node.`,
    );
  }
  const version = /redis_version:(\S+)/.exec(await commands.info('server'))?.[1] ?? '0';
  if (Number.parseInt(version, 10) < 7) {
    close();
    throw new Error(
      `REDIS_URL: Redis ${version} answers at ${host}; Muster needs Redis 7 for sharded pub/sub.`,
    );
  }
  await commands.set(identityKey, fresh, 'NX');
  const identity = (await commands.get(identityKey)) ?? fresh;

  let up = true;
  const timer = setInterval(() => {
    // A Redis that was started afresh is told again which one it is.
    commands.set(identityKey, identity, 'NX').then(
      () => {
        up = true;
      },
      () => {
        up = false;
      },
    );
  }, pingEvery).unref();
  return {
    publish,
    subscribe,
    commands,
    identity,
    up: () => up && publish.isReady && subscribe.isReady,
    close() {
      clearInterval(timer);
      close();
    },
  };
}
