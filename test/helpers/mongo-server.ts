/** Finds or starts a MongoDB for the tests: MONGODB_TEST_URL, else mongod, else SecantusDB where `.ci/run` installed it. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../server/root.ts';
import { freePort } from './ports.ts';
import { leaveOut } from './report.ts';
import { endsWithRun } from './run.ts';

export interface MongoServer {
  kind: 'MONGODB_TEST_URL' | 'mongod' | 'SecantusDB';
  url(database: string): string;
  /** The faults it can be made to suffer; absent for a server that is not ours. */
  strike?: {
    /** Ends the process at once, as a power cut would. */
    kill(): Promise<void>;
    /** Starts it again on the same folder and port. */
    restart(): Promise<void>;
    /** Holds it still, connections and all, and lets it go on. */
    freeze(): void;
    thaw(): void;
  };
  stop(): Promise<void>;
}

const secantus = process.env.SECANTUSD ?? join(root, '.secantus/bin/secantusd-py');

interface Program {
  kind: MongoServer['kind'];
  file: string;
  args(port: number, folder: string): string[];
}

/** The program that runs a MongoDB here, or null. */
function findProgram(): Program | null {
  const mongod = process.env.MONGOD ?? 'mongod';
  if (spawnSync(mongod, ['--version']).status === 0)
    return {
      kind: 'mongod',
      file: mongod,
      args: (port, folder) =>
        `--port ${port} --dbpath ${folder} --replSet muster --bind_ip 127.0.0.1`.split(' '),
    };
  if (existsSync(secantus))
    return {
      kind: 'SecantusDB',
      file: secantus,
      args: (port, folder) => ['--port', `${port}`, '--storage-path', folder, '--sync-on-commit'],
    };
  return null;
}

const run = ({ file, args }: Program, port: number, folder: string) =>
  endsWithRun(spawn(file, args(port, folder), { stdio: 'ignore' }));

/** Null when there is none to be had. */
export async function startMongo(): Promise<MongoServer | null> {
  const given = process.env.MONGODB_TEST_URL;
  if (given) {
    const url = (database: string) => {
      const address = new URL(given);
      address.pathname = `/${database}`;
      return address.href;
    };
    return { kind: 'MONGODB_TEST_URL', url, async stop() {} };
  }
  const found = findProgram();
  if (!found) return null;
  const folder = mkdtempSync(join(tmpdir(), 'muster-mongo-'));
  const port = await freePort();

  const start = async () => {
    const child = run(found, port, folder);
    await listening(port);
    if (found.kind === 'mongod') await initiate(port);
    return child;
  };
  let child = await start();
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  };
  return {
    kind: found.kind,
    url: (database) =>
      `mongodb://127.0.0.1:${port}/${database}${found.kind === 'mongod' ? '?replicaSet=muster' : ''}`,
    strike: {
      kill,
      async restart() {
        await kill();
        child = await start();
      },
      freeze: () => void child.kill('SIGSTOP'),
      thaw: () => void child.kill('SIGCONT'),
    },
    async stop() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function listening(port: number) {
  for (let tries = 0; tries < 300; tries++) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => resolve(false));
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Nothing listens on port ${port} after 30 s.`);
}

async function initiate(...ports: [number, ...number[]]) {
  const [port] = ports;
  const { default: mongoose } = await import('mongoose');
  const connection = await mongoose
    .createConnection(`mongodb://127.0.0.1:${port}/admin?directConnection=true`)
    .asPromise();
  const admin = connection.db?.admin();
  await admin
    ?.command({
      replSetInitiate: {
        _id: 'muster',
        members: ports.map((each, index) => ({ _id: index, host: `127.0.0.1:${each}` })),
      },
    })
    .catch(() => {});
  for (
    let tries = 0;
    tries < 300 && !(await admin?.command({ hello: 1 }))?.isWritablePrimary;
    tries++
  )
    await new Promise((resolve) => setTimeout(resolve, 100));
  await connection.close();
}

export interface MongoSet {
  url(database: string): string;
  /** Ends the primary at once; another is elected. */
  killPrimary(): Promise<void>;
  stop(): Promise<void>;
}

/** Three real mongods as one replica set; null where there is no mongod. */
export async function startMongoSet(): Promise<MongoSet | null> {
  const found = findProgram();
  if (found?.kind !== 'mongod') {
    leaveOut('mongod', 'A replica set of three takes MongoDB itself: install mongod.');
    return null;
  }
  const ports = [await freePort(), await freePort(), await freePort()];
  const folders = ports.map(() => mkdtempSync(join(tmpdir(), 'muster-mongo-')));
  const children = new Map<number, ChildProcess>();
  for (const [index, port] of ports.entries()) {
    children.set(port, run(found, port, folders[index] ?? ''));
    await listening(port);
  }
  await initiate(...(ports as [number, number, number]));
  const url = (database: string) =>
    `mongodb://${ports.map((port) => `127.0.0.1:${port}`)}/${database}?replicaSet=muster`;
  return {
    url,
    async killPrimary() {
      const { default: mongoose } = await import('mongoose');
      const connection = await mongoose.createConnection(url('admin')).asPromise();
      const primary = String((await connection.db?.admin().command({ hello: 1 }))?.primary);
      await connection.close();
      children.get(Number(primary.split(':')[1]))?.kill('SIGKILL');
    },
    async stop() {
      for (const child of children.values()) child.kill('SIGKILL');
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    },
  };
}
