/**
 * Starts Muster by the command given, becomes its administrator, posts, sees the post live, restarts the server and
 * reads the post back: `node .ci/exercise.mjs npm start`. Ends with an error at the first step that fails.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io } from 'socket.io-client';

const [command, ...args] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'muster-exercise-'));
const port = await freePort();
const url = `http://127.0.0.1:${port}`;
let server;
try {
  const text = 'The server works.';
  const [, invitation] = await start(/invitation=([\w-]+)/);
  const ada = { email: 'ada@example.eu', password: 'correct horse battery' };
  await api('POST /accounts', { name: 'Ada Novak', ...ada, invitation });
  const { accessToken } = await api('POST /sessions', ada);
  const { channel } = await api('POST /channels', { name: 'Exercise', kind: 'open' }, accessToken);

  const socket = io(url, { transports: ['websocket'], auth: { token: accessToken } });
  await once(socket, 'connect');
  const live = once(socket, 'feed:changed');
  const path = `/channels/${channel.id}/posts`;
  await api(`POST ${path}`, { clientId: randomUUID(), text }, accessToken);
  assert.equal((await live)[0].posts[0].text, text);
  socket.disconnect();

  await stop();
  await start(/is ready/);
  const again = await api('POST /sessions', ada);
  const page = await api(`GET ${path}`, undefined, again.accessToken);
  assert.equal(page.posts[0].text, text);
  await stop();
  console.log(`${command} ${args.join(' ')}: started, posted, heard live, restarted, read back`);
} finally {
  server?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}

/** Resolves with the match once the server has printed what is waited for. */
async function start(wanted) {
  server = spawn(command, args, {
    env: { ...process.env, DATA_DIR: folder, HOST: '127.0.0.1', PORT: `${port}`, PUBLIC_URL: url },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  const found = new Promise((resolve, reject) => {
    server.stdout.on('data', (part) => {
      printed += part;
      const match = wanted.exec(printed);
      if (match) resolve(match);
    });
    server.once('exit', (code) =>
      reject(new Error(`${command} ended with ${code} before it printed ${wanted}:\n${printed}`)),
    );
  });
  const match = await found;
  assert.equal((await fetch(`${url}/health/ready`)).status, 200);
  return match;
}

async function stop() {
  const ended = once(server, 'exit');
  server.kill('SIGTERM');
  assert.deepEqual(await ended, [0, null], 'SIGTERM ends the server in order');
}

async function api(operation, body, token) {
  const [method, path] = operation.split(' ');
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: {
      ...(body && { 'Content-Type': 'application/json' }),
      ...(token && { Authorization: `Bearer ${token}` }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const answer = await response.json();
  assert.ok(response.ok, `${operation}: ${JSON.stringify(answer)}`);
  return answer;
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  return port;
}
