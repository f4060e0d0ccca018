import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { v4 as uuid } from 'uuid';
import { startApp } from '../../server/app.ts';
import { readConfig } from '../../server/config.ts';
import { onEveryAdapter } from '../helpers/adapters.ts';
import { connectSocket, httpCaller } from '../helpers/app.ts';
import { type ServerProcess, startServer } from '../helpers/process.ts';

const authors = 20;
const each = 50;

onEveryAdapter('a server killed in the middle of a thousand posts by twenty authors', (adapter) => {
  let server: ServerProcess;
  let folder: string;
  afterEach(async () => {
    await server?.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  it('has lost none that it acknowledged, doubled none, and numbered them densely', async function () {
    this.timeout(180_000);
    folder = mkdtempSync(join(tmpdir(), 'muster-kill-'));
    const env = {
      DATA_DIR: folder,
      JWT_SECRET: 'a-secret-for-tests-0123456789-abcdefghij',
      ...adapter.settings(),
    };

    // The people and the channel are made before, by a server that ends in order.
    const app = await startApp(
      readConfig({ ...env, PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'fatal', RATE_LIMITS: '1000' }),
    );
    const url = `http://127.0.0.1:${app.port}`;
    const admin = await app.services.accounts.create({
      name: 'Ada',
      email: 'ada@example.eu',
      password: 'correct horse',
      clusterId: null,
      languages: [],
      roles: ['administrator'],
    });
    const signed = await fetch(`${url}/api/v1/sessions`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ email: admin.email, password: 'correct horse' }),
    });
    const { accessToken } = (await signed.json()) as { accessToken: string };
    const ada = httpCaller(url, accessToken);
    const { channel } = await ada('channel:create', { name: 'Masks' });
    const tokens = await Promise.all(
      Array.from(
        { length: authors },
        async (_, n) =>
          (await ada('bot:create', { name: `Bot ${n}`, channelIds: [channel.id] })).token,
      ),
    );
    await app.stop();

    server = await startServer(env);
    const acknowledged = new Map<string, string>();
    let kills = 0;

    async function write(token: string, author: number) {
      let socket = await connectSocket(server.url, token);
      for (let n = 0; n < each; n++) {
        const clientId = uuid();
        const text = `${author} ${String(n).padStart(3, '0')}`;
        for (;;) {
          try {
            const post = await Promise.race([
              socket.call('post:create', { channelId: channel.id, clientId, text }),
              socket.closed.then(() => Promise.reject(new Error('closed'))),
            ]);
            acknowledged.set(post.id, text);
            break;
          } catch {
            await ready;
            socket = await connectSocket(server.url, token).catch(() => socket);
          }
        }
      }
      socket.close();
    }

    let ready = Promise.resolve();
    const writing = Promise.all(tokens.map(write));
    const killing = (async () => {
      for (const mark of [200, 500, 800]) {
        while (acknowledged.size < mark) await new Promise((resolve) => setImmediate(resolve));
        ready = server.restart();
        await ready;
        kills++;
      }
    })();
    await Promise.all([writing, killing]);

    const reader = httpCaller(server.url, accessToken);
    const { page } = await reader('channel:open', { channelId: channel.id });
    const posts = [];
    for (let since = 0, more = true; more; ) {
      const answer = await reader('feed:sync', { channelId: channel.id, epoch: page.epoch, since });
      if ('resync' in answer) throw new Error('resync');
      posts.push(...answer.posts);
      since = answer.head.rev;
      more = answer.more;
    }
    expect(kills).to.equal(3);
    expect(acknowledged.size).to.equal(authors * each);
    expect(posts).to.have.length(authors * each);
    expect(posts.map(({ seq }) => seq)).to.deep.equal(
      Array.from({ length: authors * each }, (_, n) => n + 1),
    );
    for (const { id, text } of posts) expect(acknowledged.get(id)).to.equal(text);
    for (let author = 0; author < authors; author++) {
      const own = posts
        .filter(({ text }) => text?.startsWith(`${author} `))
        .map(({ text }) => text);
      expect(own).to.deep.equal(own.toSorted());
    }
  });
});
