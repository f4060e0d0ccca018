/** Looks at the settings and at what they lead to, and says what is wrong before users do. */
import { statfsSync } from 'node:fs';
import { access, constants, mkdir } from 'node:fs/promises';
import { v4 as uuid } from 'uuid';
import type { Config } from '../config.ts';
import { openStores } from '../open-stores.ts';

export interface Finding {
  good: boolean;
  what: string;
  /** What to do about it. */
  advice?: string;
}

/** MB below which a disk counts as nearly full. */
const scarce = 500;
/** Seconds by which two clocks may differ. */
const skew = 5;

/** @param production whether NODE_ENV says so */
export async function examine(config: Config, production: boolean): Promise<Finding[]> {
  const findings: Finding[] = [];
  const good = (what: string) => findings.push({ good: true, what });
  const bad = (what: string, advice: string) => findings.push({ good: false, what, advice });

  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) good(`Node ${process.versions.node}`);
  else bad(`Node ${process.versions.node}`, 'Install Node 20.19 or later.');

  const { protocol, hostname } = new URL(config.publicUrl);
  if (!config.publicUrlGiven && production)
    bad(
      'PUBLIC_URL is not set',
      'Set it to the address people use, or browsers of other origins are not told apart.',
    );
  else if (protocol === 'http:' && hostname !== 'localhost' && hostname !== '127.0.0.1')
    bad(
      `PUBLIC_URL is ${config.publicUrl}, without TLS`,
      'Put a proxy that speaks TLS in front, and give the https address.',
    );
  else good(`PUBLIC_URL is ${config.publicUrl}`);
  if (protocol === 'https:' && config.trustProxy === 0)
    bad(
      'TRUST_PROXY is 0 behind TLS',
      'Set it to the number of proxies in front; otherwise all members share the rate limits of one address.',
    );
  if (config.rateLimits > 10)
    bad(`RATE_LIMITS is ${config.rateLimits}`, 'That is hardly a limit; 1 fits most forums.');
  if (config.metricsToken) good('/metrics is open to METRICS_TOKEN');

  await database(config, good, bad);
  await redis(config, good, bad);
  return findings;
}

type Say = (what: string) => void;
type Warn = (what: string, advice: string) => void;

async function database(config: Config, good: Say, bad: Warn) {
  if (!config.mongodbUrl) {
    try {
      await mkdir(config.dataDir, { recursive: true });
      await access(config.dataDir, constants.W_OK);
      const { bavail, bsize } = statfsSync(config.dataDir);
      const free = Math.round((bavail * bsize) / 1e6);
      if (free < scarce)
        bad(`${free} MB are free in ${config.dataDir}`, 'Make room: a full disk refuses posts.');
      else good(`${free.toLocaleString('en')} MB are free in ${config.dataDir}`);
    } catch (error) {
      return bad(
        `DATA_DIR: ${config.dataDir} cannot be written (${(error as Error).message})`,
        'Give Muster a folder of its own.',
      );
    }
  }
  const stores = await openStores(config, `doctor-${uuid()}`).catch((error: Error) =>
    bad('the database does not open', error.message),
  );
  if (!stores) return;
  try {
    const [members, posts] = await Promise.all([
      stores.shelves.member?.count(),
      stores.shelves.post?.count(),
    ]);
    good(`the database answers: ${members} members, ${posts} posts`);
    if (!(await stores.accounts.hasAdministrator()))
      bad(
        'there is no administrator',
        'Start the server and open the link it prints, or run `muster create-admin`.',
      );
    const off = Math.abs((await stores.clock()).getTime() - Date.now()) / 1000;
    if (off > skew)
      bad(
        `the clock differs from the database's by ${off.toFixed(0)} s`,
        'Let both follow the same time server.',
      );
  } catch (error) {
    bad('the database does not answer', (error as Error).message);
  } finally {
    await stores.close();
  }
}

async function redis({ redisUrl, mongodbUrl }: Config, good: Say, bad: Warn) {
  if (!redisUrl)
    return good(
      mongodbUrl
        ? 'there is no Redis: one node only'
        : 'there is no Redis, and none is needed on one machine',
    );
  if (!mongodbUrl)
    bad('REDIS_URL is set without MONGODB_URL', 'Several nodes need a database that they share.');
  try {
    const link = await (await import('../storage/redis.ts')).connectRedis(redisUrl, uuid());
    link.close();
    good('Redis answers');
  } catch (error) {
    bad('Redis does not answer', (error as Error).message);
  }
}
