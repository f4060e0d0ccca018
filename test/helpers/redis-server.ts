/** A redis-server of the test's own. */
import { spawn, spawnSync } from 'node:child_process';
import { freePort } from './ports.ts';
import { leaveOut, ranAgainst } from './report.ts';

/** Null when there is none to be had. */
export async function startRedis(): Promise<{ url: string; stop(): void } | null> {
  if (spawnSync('redis-server', ['--version']).status !== 0) {
    leaveOut('redis', 'Install redis-server (apt-get install redis-server).');
    return null;
  }
  const port = await freePort();
  const child = spawn('redis-server', ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']);
  await new Promise<void>((resolve, reject) => {
    child.once('exit', () => reject(new Error('redis-server ended')));
    child.stdout.on('data', (text) => String(text).includes('Ready to accept') && resolve());
  });
  ranAgainst('Redis', `redis-server on port ${port}`);
  return { url: `redis://127.0.0.1:${port}`, stop: () => void child.kill() };
}
