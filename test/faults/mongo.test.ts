import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import mongoose from 'mongoose';
import { type Cluster, live, ready, startCluster } from '../helpers/cluster.ts';
import {
  checkHistory,
  makeForum,
  say,
  soaking,
  startLoad,
  startReader,
} from '../helpers/history.ts';
import { type MongoSet, startMongoSet } from '../helpers/mongo-server.ts';
import { startServer } from '../helpers/process.ts';
import { openWay, type Way } from '../helpers/tcp-proxy.ts';

const pause = soaking ? 20_000 : 6000;

describe('nodes whose MongoDB fails', function () {
  this.timeout(180_000);
  let cluster: Cluster | null;
  beforeEach(async function () {
    cluster = await startCluster({ nodes: 2, bots: 6 });
    if (!cluster) this.skip();
  });
  afterEach(async () => {
    cluster?.mongo.strike?.thaw();
    await cluster?.stop();
  });

  const database = () =>
    (cluster as Cluster).mongo.strike as NonNullable<Cluster['mongo']['strike']>;

  /** Runs under load: the fault, a while, the mending; how long after it somebody could write again, ms. */
  async function through(
    fault: () => Promise<void> | void,
    mend: () => Promise<void> | void,
    meanwhile: () => Promise<void> = async () => {},
  ) {
    const { urls, forum } = cluster as Cluster;
    const reader = await startReader(urls, forum.tokens[0] ?? '', forum.channelId);
    const load = startLoad(urls, forum, 20);
    await setTimeout(1500);
    const began = Date.now();
    await fault();
    await meanwhile();
    await setTimeout(Math.max(0, began + pause - Date.now()));
    await mend();
    const mended = Date.now();
    const written = load.acknowledged.size;
    while (load.acknowledged.size === written && Date.now() < mended + 60_000) await setTimeout(20);
    const writable = Date.now() - mended;
    await setTimeout(2000);
    await load.stop();
    const posts = await checkHistory(urls[0] ?? '', forum, load, [reader]);
    reader.close();
    const slowest = Math.max(...load.answers.map(({ ms }) => ms));
    say(
      `writable again after ${writable} ms; ${posts.length} posts, all that were acknowledged; slowest answer ${slowest} ms`,
    );
    expect(writable).to.be.at.most(15_000);
    return { slowest, load };
  }

  it('by being killed can write again once it is back, and have lost nothing', async () => {
    await through(
      () => database().kill(),
      () => database().restart(),
    );
  });

  it('by standing still say so to whoever writes within five seconds, live on, and are not ready', async () => {
    const { urls } = cluster as Cluster;
    const { slowest } = await through(
      () => database().freeze(),
      () => database().thaw(),
      async () => {
        await setTimeout(3000);
        for (const url of urls) {
          expect(await ready(url)).to.include({ code: 503, status: 'not ready' });
          expect(await live(url)).to.equal(200);
        }
      },
    );
    expect(slowest).to.be.at.most(5000);
  });

  it('by stepping down go on with the next primary', async function () {
    const { mongo } = cluster as Cluster;
    if (mongo.kind !== 'mongod') return this.skip();
    const connection = await mongoose.createConnection(mongo.url('admin')).asPromise();
    await through(
      async () => {
        await connection.db?.admin().command({ replSetStepDown: 5, force: true });
      },
      () => {},
    );
    await connection.close();
  });
});

describe('nodes whose way to MongoDB is cut', function () {
  this.timeout(180_000);
  let cluster: Cluster | null;
  let way: Way;
  before(async function () {
    cluster = await startCluster({
      nodes: 1,
      bots: 6,
      async route(url) {
        const address = new URL(url);
        way = await openWay(Number(address.port));
        address.port = `${way.port}`;
        address.searchParams.set('directConnection', 'true');
        return address.href;
      },
    });
    if (!cluster) this.skip();
  });
  after(async () => {
    await cluster?.stop();
    way?.close();
  });

  it('say so within five seconds, and can write again once it is mended', async () => {
    const { urls, forum } = cluster as Cluster;
    const load = startLoad(urls, forum, 20);
    await setTimeout(1500);
    way.cut();
    await setTimeout(pause);
    way.mend();
    const mended = Date.now();
    const written = load.acknowledged.size;
    while (load.acknowledged.size === written && Date.now() < mended + 60_000) await setTimeout(20);
    const writable = Date.now() - mended;
    await load.stop();
    await checkHistory(urls[0] ?? '', forum, load, []);
    const slowest = Math.max(...load.answers.map(({ ms }) => ms));
    say(`writable again after ${writable} ms; slowest answer ${slowest} ms`);
    expect(slowest).to.be.at.most(5000);
    expect(writable).to.be.at.most(15_000);
  });
});

describe('a node on three mongods', function () {
  this.timeout(180_000);
  let set: MongoSet | null;
  let folder: string;
  before(async function () {
    set = await startMongoSet();
    if (!set) return this.skip();
    folder = mkdtempSync(join(tmpdir(), 'muster-set-'));
  });
  after(async () => {
    await set?.stop();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  it('can write again within 15 s after the primary was killed, and has lost nothing', async () => {
    const env = { DATA_DIR: folder, MONGODB_URL: set?.url('muster') ?? '' };
    const forum = await makeForum(env, 6);
    const server = await startServer(env);
    const load = startLoad([server.url], forum, 20);
    await setTimeout(1500);
    await set?.killPrimary();
    const killed = Date.now();
    await setTimeout(500);
    const written = load.acknowledged.size;
    while (load.acknowledged.size === written && Date.now() < killed + 60_000) await setTimeout(20);
    const writable = Date.now() - killed;
    await load.stop();
    await checkHistory(server.url, forum, load, []);
    await server.kill();
    say(`writable again after ${writable} ms`);
    expect(writable).to.be.at.most(15_000);
  });
});
