/** A grown Muster of real processes: nodes on one MongoDB and one Redis of their own, each of which can be struck. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v4 as uuid } from 'uuid';
import { type Forum, makeForum } from './history.ts';
import { type MongoServer, startMongo } from './mongo-server.ts';
import { type ServerProcess, startServer } from './process.ts';
import { type RedisServer, startRedis } from './redis-server.ts';
import { leaveOut, ranAgainst } from './report.ts';

export interface Cluster {
  nodes: ServerProcess[];
  urls: string[];
  mongo: MongoServer;
  redis: RedisServer;
  forum: Forum;
  stop(): Promise<void>;
}

/** Null, and said so, where a service is missing. */
export async function startCluster({
  nodes: count,
  bots,
  route = (url) => url,
  env = {},
}: {
  nodes: number;
  bots: number;
  /** The way from the nodes to the database, such as a proxy. */
  route?(url: string): string | Promise<string>;
  env?: Record<string, string>;
}): Promise<Cluster | null> {
  const mongo = await startMongo();
  const redis = await startRedis();
  if (!mongo?.strike)
    leaveOut(
      'mongodb',
      'Faults of the database need one of the tests’ own: mongod, or .ci/run, which installs SecantusDB.',
    );
  if (!mongo?.strike || !redis) {
    await mongo?.stop();
    await redis?.stop();
    return null;
  }
  ranAgainst('MongoDB', mongo.kind);
  const folder = mkdtempSync(join(tmpdir(), 'muster-cluster-'));
  const database = mongo.url(`muster_${uuid().slice(0, 8)}`);
  const settings = { DATA_DIR: folder, REDIS_URL: redis.url, ...env };
  const forum = await makeForum({ ...settings, MONGODB_URL: database }, bots);
  const nodes: ServerProcess[] = [];
  for (let n = 0; n < count; n++)
    nodes.push(await startServer({ ...settings, MONGODB_URL: await route(database) }));
  return {
    nodes,
    urls: nodes.map(({ url }) => url),
    mongo,
    redis,
    forum,
    async stop() {
      for (const node of nodes) await node.kill();
      await redis.stop();
      await mongo.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const ready = async (url: string) => {
  const response = await fetch(`${url}/health/ready`);
  return { code: response.status, ...((await response.json()) as { status: string }) };
};

export const live = async (url: string) => (await fetch(`${url}/health/live`)).status;
