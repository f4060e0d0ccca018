/** The composition root: settings in, a running server out. */
import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { type Logger, pino } from 'pino';
import { v4 as uuid } from 'uuid';
import type { Config } from './config.ts';
import { createAdmission } from './core/admission.ts';
import { room } from './core/broadcaster.ts';
import { createBudgets } from './core/budgets.ts';
import { createDispatch } from './core/dispatch.ts';
import { createLimits } from './core/limits.ts';
import { createMetrics } from './core/metrics.ts';
import { createOriginCheck } from './core/origin.ts';
import { createSpace, type Disk, diskOf } from './core/space.ts';
import { within } from './core/within.ts';
import { createPresenceMemoryStore } from './features/presence/presence.store.memory.ts';
import { endSlowBodies } from './http/deadlines.ts';
import { createHttp } from './http/http.ts';
import { createUploads } from './http/uploads.ts';
import { type Door, listen } from './listen.ts';
import { openStores } from './open-stores.ts';
import { createBroadcaster } from './realtime/broadcaster.ts';
import { createIo } from './realtime/io.ts';
import { openRealtime } from './realtime/realtime.ts';
import { createServices, type Services } from './services.ts';
import type { Stores } from './stores.ts';

export interface App {
  /** Where it listens. */
  port: number;
  services: Services;
  stores: Stores;
  log: Logger;
  /** Hands over to the other nodes, if there are any, finishes what is under way, then stops; within 30 s. */
  drain(): Promise<void>;
  /** Stops listening, closes every socket and the database. */
  stop(): Promise<void>;
}

const secrets = [
  'token',
  'accessToken',
  'password',
  'current',
  'next',
  'passwordHash',
  'req.headers.authorization',
  'req.headers.cookie',
];

/** ms: for proxies to see that a node is no longer ready, for its clients to move, and for what is under way. */
const draining = { notice: 3000, spread: 10_000, eachClient: 5, finish: 8000 };

/**
 * Starts a server; throws with what to do when it cannot, and then nothing of it is left.
 * @param disk where the data directory is; tests make it full
 */
export async function startApp(config: Config, disk = diskOf(config.dataDir)): Promise<App> {
  const door = await listen(config.port, config.host);
  return assemble(config, door, disk).catch((error) => {
    door.http.close();
    throw error;
  });
}

async function assemble(config: Config, { http, open }: Door, disk: Disk): Promise<App> {
  const log = pino({
    level: config.logLevel,
    redact: [...secrets, ...secrets.map((path) => `*.${path}`)],
  });
  const node = config.port ? `${hostname()}:${config.port}` : uuid();
  const redis = config.redisUrl
    ? await (await import('./storage/redis.ts')).connectRedis(config.redisUrl, uuid())
    : null;
  const stores = await openStores(config, node, redis?.identity ?? null).catch((error) => {
    redis?.close();
    throw error;
  });
  const epoch = await stores.posts.epoch();
  const prefix = `muster:${epoch}`;
  const allowed = createOriginCheck(config.publicUrl, config.publicUrlGiven);
  const metrics = createMetrics();
  const admission = createAdmission(metrics);
  let leaving = false;
  const alone = () => redis?.up() === false;

  const io = createIo(
    (origin, host) => allowed(origin, host) && !leaving && !admission.overloaded(),
    redis && { ...redis, prefix },
  );
  const presenceStore = redis
    ? (await import('./features/presence/presence.store.redis.ts')).createPresenceRedisStore(
        redis.commands,
        `${prefix}:presence`,
        node,
      )
    : createPresenceMemoryStore();
  const budgets = createBudgets(
    config.rateLimits,
    redis ? { client: redis.commands, up: redis.up, prefix: `${prefix}:limit` } : undefined,
  );
  const services = createServices(config, {
    stores,
    broadcaster: createBroadcaster(io, alone),
    budgets,
    metrics,
    presence: presenceStore,
    epoch,
    node,
    log,
  });
  const { handlers, authenticate, posts, presence, current } = services;
  const limits = createLimits(budgets);
  const space = createSpace([disk, stores.disk]);
  const dispatch = createDispatch({
    handlers,
    authenticate,
    channelIdOf: services.channels.idOf,
    limits,
    space,
    admission,
    metrics,
    log,
  });
  const { trustProxy, metricsToken } = config;
  const health = async () => {
    const database = await within(2000, stores.ping()).then(
      () => true,
      () => false,
    );
    return { draining: leaving, database, redis: redis?.up() ?? null };
  };
  const secureCookies = config.publicUrl.startsWith('https:');
  // Before the socket door: it takes over the listeners that are there.
  open(
    createHttp({
      dispatch,
      uploads: createUploads(config.dataDir, space),
      allowed,
      log,
      trustProxy,
      secureCookies,
      health,
      metrics,
      metricsToken,
    }),
  );
  const realtime = openRealtime(http, {
    io,
    dispatch,
    log,
    metrics,
    trustProxy,
    presence,
    current,
    alone,
    heads: posts.heads,
    roomsOf: async (caller) =>
      (await stores.channels.channelIdsOf(caller.memberId)).map(room.channel),
  });
  // After the socket door, whose requests it looks after, too.
  endSlowBodies(http);
  metrics.watch({ connections: () => io.of('/').sockets.size, redis: () => redis?.up() ?? null });

  async function stop() {
    await services.close();
    admission.close();
    await realtime.close();
    await presenceStore.close();
    redis?.close();
    await stores.close();
  }

  return {
    port: (http.address() as AddressInfo).port,
    services,
    stores,
    log,
    async drain() {
      leaving = true;
      if (redis) {
        await setTimeout(draining.notice);
        await realtime.move(
          Math.min(draining.spread, io.of('/').sockets.size * draining.eachClient),
        );
      }
      for (
        const until = Date.now() + draining.finish;
        dispatch.underWay() > 0 && Date.now() < until;
      )
        await setTimeout(20);
      await stop();
    },
    stop,
  };
}
