/** Runs a suite against every adapter of the stores, each on a fresh database. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v4 as uuid } from 'uuid';
import { openMongoStores } from '../../server/stores.mongo.ts';
import { openSqliteStores } from '../../server/stores.sqlite.ts';
import type { Stores } from '../../server/stores.ts';
import { type MongoServer, startMongo } from './mongo-server.ts';
import { leaveOut, ranAgainst } from './report.ts';

export interface Adapter {
  name: 'SQLite' | 'MongoDB';
  /** A fresh database; `again` opens the same one once more, as another node or after a restart. */
  open(): Promise<{ stores: Stores; again(): Promise<Stores> }>;
  /** Settings by which a server runs on a fresh database of this kind. */
  settings(): Record<string, string>;
}

let mongo: Promise<MongoServer | null> | null = null;

/** The MongoDB of this run, started once. */
export function sharedMongo(): Promise<MongoServer | null> {
  mongo ??= startMongo().then((server) => {
    if (server) ranAgainst('MongoDB', server.kind);
    else
      leaveOut(
        'mongodb',
        'Set MONGODB_TEST_URL, install mongod, or run .ci/run, which installs SecantusDB.',
      );
    return server;
  });
  return mongo;
}

export async function stopSharedMongo(): Promise<void> {
  await (await mongo)?.stop();
}

async function openSqlite() {
  const folder = mkdtempSync(join(tmpdir(), 'muster-sqlite-'));
  const opened: Stores[] = [];
  const again = async () => {
    const stores = openSqliteStores(join(folder, 'muster.db'));
    opened.push(stores);
    return stores;
  };
  const close = async () => {
    await Promise.all(opened.map((stores) => stores.close()));
    rmSync(folder, { recursive: true });
  };
  return { stores: await again(), again, close };
}

const freshUrl = (server: MongoServer) => server.url(`muster_${uuid().slice(0, 8)}`);

async function openMongo(server: MongoServer) {
  const url = freshUrl(server);
  const opened: Stores[] = [];
  const again = async () => {
    const stores = await openMongoStores(url, uuid());
    opened.push(stores);
    return stores;
  };
  return {
    stores: await again(),
    again,
    close: () => Promise.all(opened.map((stores) => stores.close())),
  };
}

/** Describes a suite once for each adapter. */
export function onEveryAdapter(title: string, suite: (adapter: Adapter) => void): void {
  for (const name of ['SQLite', 'MongoDB'] as const) {
    describe(`${title} on ${name}`, () => {
      const closing: (() => Promise<unknown>)[] = [];
      let server: MongoServer | null = null;

      before(async function () {
        this.timeout(60_000);
        if (name === 'SQLite') return;
        server = await sharedMongo();
        if (!server) this.skip();
      });
      afterEach(async () => {
        for (const close of closing.splice(0)) await close();
      });

      suite({
        name,
        async open() {
          const opened = server ? await openMongo(server) : await openSqlite();
          closing.push(opened.close);
          return opened;
        },
        settings: (): Record<string, string> => (server ? { MONGODB_URL: freshUrl(server) } : {}),
      });
    });
  }
}
