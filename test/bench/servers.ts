/** The servers of the bench, each a process of its own, and what they are filled with. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v4 as uuid, v7 } from 'uuid';
import { hashToken } from '../../server/features/accounts/accounts.tokens.ts';
import { botTokenPrefix } from '../../server/features/bots/bots.service.ts';
import { root } from '../../server/root.ts';
import { openSqliteStores } from '../../server/stores.sqlite.ts';
import { aChannel, aMember, aPost, creating, now } from '../helpers/fixtures.ts';
import { freePort } from '../helpers/ports.ts';
import type { Counted, Scenario } from './load.ts';

export interface Running {
  url: string;
  /** ms from the start of the process to its being ready. */
  started: number;
  /** Bytes resident now. */
  memory(): number;
  /** Seconds of processor time used so far. */
  cpu(): number;
  stop(): void;
}

/** Whatever ends the bench ends its servers. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

function start(args: string[], env: Record<string, string>): Promise<Running> {
  const from = performance.now();
  return new Promise((resolve, reject) => {
    const child: ChildProcess = spawn(process.execPath, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    child.once('exit', (code) => reject(new Error(`ended with ${code}`)));
    running.add(child);
    child.once('exit', () => running.delete(child));
    child.stdout?.on('data', (part) => {
      const port = /is ready (\d+)/.exec(String(part))?.[1] ?? env.PORT;
      if (!String(part).includes('is ready')) return;
      const memory = () =>
        Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) *
        1024;
      resolve({
        url: `http://127.0.0.1:${port}`,
        started: performance.now() - from,
        memory,
        cpu: () => cpuOf(child.pid),
        stop: () => void child.kill('SIGKILL'),
      });
    });
  });
}

/** Seconds of processor time of a process. */
export function cpuOf(pid: number | undefined): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

const bare = (file: string, ...args: string[]) =>
  start(['--import', 'tsx/esm', join(root, 'test/bench', file), ...args], {});
export const startBare = () => bare('bare.ts');
/** @param json a file */
export const startBareHttp = (json: string) => bare('bare-http.ts', json);

export interface Filled {
  folder: string;
  channels: { id: string; tokens: string[] }[];
  drop(): void;
}

/** A forum of so many channels, with so many members and posts each. The members are others in each, or some of `crowd`. */
export async function fill(
  channels: number,
  members: number,
  posts = 0,
  crowd?: number,
): Promise<Filled> {
  const folder = mkdtempSync(join(tmpdir(), 'muster-bench-'));
  const stores = openSqliteStores(join(folder, 'muster.db'));
  const filled: Filled['channels'] = [];
  const bots: { id: string; token: string }[] = [];
  async function bot(n: number) {
    const known = bots[n];
    if (known) return known;
    const token = botTokenPrefix + uuid();
    const { id } = await stores.accounts.addMember(
      aMember('Bot', { id: v7(), handle: `bot-${n}`, kind: 'bot', email: null }),
    );
    await stores.bots.add({
      id,
      tokenHash: hashToken(token),
      createdAt: now(),
      revokedAt: null,
      lastUsedAt: now(),
      ownerId: null,
    });
    bots[n] = { id, token };
    return { id, token };
  }
  for (let c = 0; c < channels; c++) {
    const channel = aChannel(`channel-${c}`);
    await stores.channels.add(channel, null);
    const tokens: string[] = [];
    for (let m = 0; m < members; m++) {
      const n = c * members + m;
      const { id, token } = await bot(crowd ? n % crowd : n);
      await stores.channels.join(channel.id, id);
      tokens.push(token);
    }
    const author = v7();
    for (let n = 0; n < posts; n += 1000)
      await Promise.all(
        stores.posts.commit([
          {
            channelId: channel.id,
            changes: Array.from({ length: Math.min(1000, posts - n) }, (_, k) =>
              creating(aPost(channel.id, author, `post ${n + k}`)),
            ),
          },
        ]),
      );
    filled.push({ id: channel.id, tokens });
  }
  await stores.close();
  return { folder, channels: filled, drop: () => rmSync(folder, { recursive: true, force: true }) };
}

export async function startMuster(folder: string): Promise<Running> {
  const PORT = `${await freePort()}`;
  return start([join(root, 'dist/server/main.js')], {
    DATA_DIR: folder,
    PORT,
    HOST: '127.0.0.1',
    RATE_LIMITS: '100000',
    LOG_LEVEL: 'error',
  });
}

/** Runs a scenario in the load generator's own process. */
export function load(scenario: Scenario, measuring = () => {}): Promise<Counted> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx/esm', join(root, 'test/bench/load.ts'), '-'],
      { stdio: ['pipe', 'pipe', 'inherit'] },
    );
    let printed = '';
    child.stdout.on('data', (part) => {
      printed += part;
      if (String(part).includes('measuring')) measuring();
    });
    child.once('exit', () => {
      const counted = printed.split('\n').find((line) => line.startsWith('{'));
      if (counted) resolve(JSON.parse(counted) as Counted);
      else reject(new Error('the load generator printed nothing'));
    });
    child.stdin.end(JSON.stringify(scenario));
  });
}
