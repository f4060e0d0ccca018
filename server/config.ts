/** The settings: environment → typed values, each with a default that works on one machine. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';

const url = (protocol: RegExp, what: string) => z.url({ protocol, error: what });

const environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().min(1).default('0.0.0.0'),
  DATA_DIR: z.string().min(1).default('data'),
  PUBLIC_URL: url(/^https?$/, 'an http or https address').optional(),
  FORUM_NAME: z.string().min(1).max(60).default('Muster'),
  REGISTRATION: z.enum(['open', 'invitation', 'closed']).default('open'),
  MONGODB_URL: url(/^mongodb(\+srv)?$/, 'a mongodb:// address').optional(),
  REDIS_URL: url(/^rediss?$/, 'a redis:// address').optional(),
  JWT_SECRET: z.string().min(32, 'at least 32 characters').optional(),
  RATE_LIMITS: z.coerce.number().positive().default(1),
  TRUST_PROXY: z.coerce.number().int().min(0).max(5).default(0),
  METRICS_TOKEN: z.string().min(16, 'at least 16 characters').optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  NODE_ENV: z.string().optional(),
});

export interface Config {
  port: number;
  host: string;
  /** Absolute. */
  dataDir: string;
  /** Without a slash at its end. */
  publicUrl: string;
  /** False when PUBLIC_URL was left out: then the Host a browser used counts as one's own. */
  publicUrlGiven: boolean;
  forumName: string;
  registration: 'open' | 'invitation' | 'closed';
  mongodbUrl: string | undefined;
  redisUrl: string | undefined;
  jwtSecret: string;
  rateLimits: number;
  /** How many proxies in front of the server are to be believed about the caller's address. */
  trustProxy: number;
  /** Opens /metrics to whoever brings it; without one, only to administrators. */
  metricsToken: string | undefined;
  logLevel: string;
}

/** A setting that stops the start: names the variable and what it expects. */
export class ConfigError extends Error {}

/**
 * Reads the settings; throws ConfigError. Without JWT_SECRET one is created and kept in the data directory,
 * except in production, where it is refused.
 */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new ConfigError(`Muster cannot start with these settings.\n  ${lines.join('\n  ')}`);
  }
  const settings = parsed.data;
  const dataDir = resolve(settings.DATA_DIR);
  const production = settings.NODE_ENV === 'production';
  if (production && !settings.JWT_SECRET)
    throw new ConfigError(
      'JWT_SECRET: in production, set it to at least 32 random characters, the same on every node (openssl rand -hex 32).',
    );
  if (settings.JWT_SECRET && new Set(settings.JWT_SECRET).size < 10)
    throw new ConfigError(
      'JWT_SECRET: too easy to guess; use at least 32 random characters (openssl rand -hex 32).',
    );
  return {
    port: settings.PORT,
    host: settings.HOST,
    dataDir,
    publicUrl: (settings.PUBLIC_URL ?? `http://localhost:${settings.PORT}`).replace(/\/+$/, ''),
    publicUrlGiven: settings.PUBLIC_URL !== undefined,
    forumName: settings.FORUM_NAME,
    registration: settings.REGISTRATION,
    mongodbUrl: settings.MONGODB_URL,
    redisUrl: settings.REDIS_URL,
    jwtSecret: settings.JWT_SECRET ?? keptSecret(dataDir),
    rateLimits: settings.RATE_LIMITS,
    trustProxy: settings.TRUST_PROXY,
    metricsToken: settings.METRICS_TOKEN,
    logLevel: settings.LOG_LEVEL,
  };
}

function keptSecret(dataDir: string): string {
  const file = join(dataDir, 'secret');
  try {
    mkdirSync(dataDir, { recursive: true });
    if (!existsSync(file))
      writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new ConfigError(
      `DATA_DIR: ${dataDir} must be a folder that Muster may write to (${(error as Error).message}).`,
    );
  }
}
