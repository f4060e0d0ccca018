/** A redis-server of the test's own. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { freePort } from './ports.ts';
import { leaveOut, ranAgainst } from './report.ts';
import { endsWithRun } from './run.ts';

export interface RedisServer {
  url: string;
  /** Ends it at once. */
  stop(): Promise<void>;
  /** Starts it again, empty, on the same port. */
  restart(): Promise<void>;
  /** Holds it still, connections and all, and lets it go on. */
  freeze(): void;
  thaw(): void;
}

/** Null when there is none to be had. */
export async function startRedis(): Promise<RedisServer | null> {
  if (spawnSync('redis-server', ['--version']).status !== 0) {
    leaveOut('redis', 'Install redis-server (apt-get install redis-server).');
    return null;
  }
  const port = await freePort();
  let child = await start(port);
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  };
  ranAgainst('Redis', 'redis-server');
  return {
    url: `redis://127.0.0.1:${port}`,
    stop,
    async restart() {
      await stop();
      child = await start(port);
    },
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
  };
}

function start(port: number): Promise<ChildProcess> {
  const args = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child = endsWithRun(spawn('redis-server', args));
  return new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error('redis-server ended')));
    child.stdout.on('data', (text) => String(text).includes('Ready to accept') && resolve(child));
  });
}
