/** The built server as a process of its own, to be killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../../server/root.ts';
import { freePort } from './ports.ts';
import { endsWithRun } from './run.ts';

export interface ServerProcess {
  url: string;
  child: ChildProcess;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
  /** Asks it to end, as a service manager would. */
  stop(): Promise<void>;
  /** Starts it again on the same port and data. */
  restart(): Promise<void>;
}

export const secret = 'a-secret-for-tests-0123456789-abcdefghij';

export async function startServer(env: Record<string, string>): Promise<ServerProcess> {
  const port = await freePort();
  const settings = {
    ...process.env,
    HOST: '127.0.0.1',
    PORT: `${port}`,
    RATE_LIMITS: '1000',
    LOG_LEVEL: 'fatal',
    JWT_SECRET: secret,
    ...env,
  };
  const start = () =>
    new Promise<ChildProcess>((resolve, reject) => {
      const child = endsWithRun(
        spawn(process.execPath, [join(root, 'dist/server/main.js')], {
          env: settings,
          stdio: ['ignore', 'pipe', 'inherit'],
        }),
      );
      child.once('exit', (code) =>
        reject(new Error(`The server ended with ${code} before it was ready.`)),
      );
      child.stdout?.on('data', (text) => String(text).includes('is ready') && resolve(child));
    });
  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    if (server.child.exitCode !== null || server.child.signalCode !== null) return;
    const gone = new Promise((resolve) => server.child.once('exit', resolve));
    server.child.kill(signal);
    await gone;
  };
  const server: ServerProcess = {
    url: `http://127.0.0.1:${port}`,
    child: await start(),
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    async restart() {
      await server.kill();
      server.child = await start();
    },
  };
  return server;
}
