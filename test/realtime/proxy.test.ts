import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { io, type Socket } from 'socket.io-client';
import { v4 as uuid } from 'uuid';
import { root } from '../../server/root.ts';
import { httpCaller } from '../helpers/app.ts';
import { type Cluster, startCluster } from '../helpers/cluster.ts';
import { freePort } from '../helpers/ports.ts';
import { leaveOut } from '../helpers/report.ts';
import { endsWithRun } from '../helpers/run.ts';

describe('two nodes behind the proxy of docker-compose.yml', function () {
  this.timeout(60_000);
  let folder: string;
  let cluster: Cluster | null;
  let proxy: ChildProcess;
  let url: string;
  before(async function () {
    if (spawnSync('haproxy', ['-v']).status !== 0) {
      leaveOut('haproxy', 'Install haproxy (apt-get install haproxy).');
      return this.skip();
    }
    cluster = await startCluster({ nodes: 2, bots: 8, env: { TRUST_PROXY: '1' } });
    if (!cluster) return this.skip();
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    folder = mkdtempSync(join(tmpdir(), 'muster-proxy-'));
    // The file as it is, but for what only Docker has: its name server, and the address it gives a service.
    const servers = cluster.urls
      .map((each, n) => `  server node${n} ${new URL(each).host}`)
      .join('\n');
    const config = readFileSync(join(root, 'server/proxy/haproxy.cfg'), 'utf8')
      .replace(/resolvers docker\n(?: .*\n)+/, '')
      .replace(/ {2}server-template .*/, servers)
      .replace('bind :3000', `bind 127.0.0.1:${port}`);
    writeFileSync(join(folder, 'haproxy.cfg'), config);
    proxy = endsWithRun(spawn('haproxy', ['-f', join(folder, 'haproxy.cfg')], { stdio: 'ignore' }));
    while (
      !(await fetch(`${url}/health/ready`).then(
        ({ ok }) => ok,
        () => false,
      ))
    )
      await setTimeout(50);
  });
  after(async () => {
    proxy?.kill();
    await cluster?.stop();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  const connected = (socket: Socket) =>
    new Promise<Socket>((resolve, reject) => {
      socket.on('connect', () => resolve(socket));
      socket.on('connect_error', reject);
    });

  for (const transport of ['websocket', 'polling'] as const)
    it(`are one forum over ${transport}`, async () => {
      const { forum } = cluster as Cluster;
      const sockets = await Promise.all(
        forum.tokens.map((token) =>
          connected(
            io(url, {
              transports: [transport],
              forceNew: true,
              withCredentials: true,
              auth: { token },
            }),
          ),
        ),
      );
      const text = `hello over ${transport}`;
      const heard = sockets.map(
        (socket) =>
          new Promise((resolve) =>
            socket.on(
              'feed:changed',
              ({ posts }) =>
                posts.some((post: { text?: string }) => post.text === text) && resolve(true),
            ),
          ),
      );
      await httpCaller(url, forum.tokens[0])('post:create', {
        channelId: forum.channelId,
        clientId: uuid(),
        text,
      });
      await Promise.all(heard);
      for (const socket of sockets) socket.close();
    });

  it('go on when one of them is asked to stop', async () => {
    const { forum, nodes } = cluster as Cluster;
    const stopping = nodes[0]?.stop();
    for (let n = 0; n < 40; n++) {
      const post = await httpCaller(url, forum.tokens[1])('post:create', {
        channelId: forum.channelId,
        clientId: uuid(),
        text: `while it leaves ${n}`,
      });
      expect(post.seq).to.be.greaterThan(n);
      await setTimeout(100);
    }
    await stopping;
  });
});
