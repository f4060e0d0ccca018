/** The composition root: settings in, a running server out. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { type Logger, pino } from 'pino';
import { v4 as uuid } from 'uuid';
import type { Config } from './config.ts';
import { room } from './core/broadcaster.ts';
import { createDispatch } from './core/dispatch.ts';
import { createLimits } from './core/limits.ts';
import { createOriginCheck } from './core/origin.ts';
import { createHttp } from './http/http.ts';
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
  /** Stops listening, closes every socket and the database. */
  stop(): Promise<void>;
}

const secrets = ['token', 'accessToken', 'password', 'current', 'next', 'passwordHash', 'req.headers.authorization', 'req.headers.cookie'];

export async function startApp(config: Config): Promise<App> {
  const log = pino({ level: config.logLevel, redact: [...secrets, ...secrets.map((path) => `*.${path}`)] });
  const stores = await openStores(config);
  const allowed = createOriginCheck(config.publicUrl, config.publicUrlGiven);
  const redis = config.redisUrl ? await (await import('./storage/redis.ts')).connectRedis(config.redisUrl) : null;
  const io = createIo(allowed, redis);
  const services = await createServices(config, stores, createBroadcaster(io));
  const { handlers, authenticate, posts, presence } = services;
  const dispatch = createDispatch({ handlers, authenticate, limits: createLimits(config.rateLimits), log });
  const { trustProxy } = config;
  const http = createServer(createHttp({ dispatch, allowed, log, trustProxy, secureCookies: config.publicUrl.startsWith('https:'), ready: stores.ping }));
  const closeRealtime = openRealtime(http, {
    io,
    dispatch,
    log,
    trustProxy,
    presence,
    heads: posts.heads,
    roomsOf: async (caller) => (await stores.channels.channelIdsOf(caller.memberId)).map(room.channel),
  });
  await new Promise<void>((resolve, reject) => http.once('error', reject).listen(config.port, config.host, resolve));
  return {
    port: (http.address() as AddressInfo).port,
    services,
    stores,
    log,
    async stop() {
      await closeRealtime();
      redis?.publish.destroy();
      redis?.subscribe.destroy();
      await stores.close();
    },
  };
}

/** Opens the database and brings it up to date. Only the chosen adapter is loaded. */
async function openStores({ mongodbUrl, dataDir, port }: Pick<Config, 'mongodbUrl' | 'dataDir' | 'port'>): Promise<Stores> {
  if (mongodbUrl) return (await import('./stores.mongo.ts')).openMongoStores(mongodbUrl, port ? `${hostname()}:${port}` : uuid());
  return (await import('./stores.sqlite.ts')).openSqliteStores(join(dataDir, 'muster.db'));
}
