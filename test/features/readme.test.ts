import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { Server } from 'socket.io';
import { v4 as uuid } from 'uuid';
import { root } from '../../server/root.ts';
import { type Caller, startTestApp, type TestApp, type TestSocket } from '../helpers/app.ts';
import { leaveOut } from '../helpers/report.ts';
import { endsWithRun } from '../helpers/run.ts';

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const contributing = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');
const block = (language: string) =>
  new RegExp(`\`\`\`${language}\\n([\\s\\S]+?)\`\`\``).exec(readme)?.[1] ?? '';

describe('the README', () => {
  let forum: TestApp;
  let ada: Caller;
  let channelId: string;
  let env: NodeJS.ProcessEnv;
  let child: ChildProcess | undefined;
  const file = join(root, `readme-bot-${process.pid}.tmp.mjs`);

  before(async () => {
    forum = await startTestApp();
    ada = await forum.person('Ada', ['administrator']);
    const { channel } = await ada.http('channel:create', { name: 'Bots' });
    channelId = channel.id;
    const { token } = await ada.http('bot:create', { name: 'Ping', channelIds: [channelId] });
    env = {
      ...process.env,
      MUSTER_URL: forum.url,
      MUSTER_TOKEN: token,
      MUSTER_CHANNEL: channel.slug,
    };
    env.STATE = `${file}.json`;
  });
  after(async () => {
    child?.kill();
    for (const each of [file, `${file}.json`, `${file}.json.new`]) rmSync(each, { force: true });
    await forum?.stop();
  });

  it('shows the examples that the page of a new bot shows', () => {
    for (const [language, name] of [
      ['bash', 'post.sh'],
      ['js', 'ping.mjs'],
    ] as const)
      expect(block(language)).to.equal(readFileSync(join(root, 'docs/examples', name), 'utf8'));
  });

  it('has a curl line that posts', async function () {
    if (
      [
        ['bash', '-c', ':'],
        ['curl', '--version'],
      ].some(([file = '', ...args]) => spawnSync(file, args).status !== 0)
    ) {
      leaveOut('curl', 'Install bash and curl (apt-get install bash curl).');
      return this.skip();
    }
    const answer = await new Promise<string>((resolve, reject) => {
      const shell = spawn('bash', ['-c', block('bash')], { env });
      let text = '';
      shell.stdout.on('data', (part) => {
        text += part;
      });
      shell.on('error', reject).on('close', () => resolve(text));
    });
    expect(JSON.parse(answer)).to.include({ channelId, text: 'Hello from curl' });
  });

  describe('has a bot', () => {
    const code = block('js');
    let socket: TestSocket;

    before(async () => {
      writeFileSync(file, code);
      socket = await ada.socket();
    });
    afterEach(() => stopBot());

    async function startBot(more: NodeJS.ProcessEnv = {}) {
      const running = endsWithRun(spawn(process.execPath, [file], { env: { ...env, ...more } }));
      child = running;
      await new Promise((resolve, reject) => {
        running.stdout.once('data', resolve);
        running.once('exit', (code) => reject(new Error(`The bot ended with ${code}.`)));
      });
    }

    async function stopBot() {
      const running = child;
      child = undefined;
      if (!running || running.exitCode !== null) return;
      const ended = new Promise((resolve) => running.once('exit', resolve));
      running.kill('SIGKILL');
      await ended;
    }

    const say = (text: string, rootId?: string) =>
      socket.call('post:create', {
        channelId,
        clientId: uuid(),
        text,
        ...(rootId && { rootId }),
      });
    const pongs = async (postId: string) =>
      (await ada.http('thread:open', { postId })).posts.filter(({ text }) => text === 'pong')
        .length;
    /** Until the bot has answered a post. */
    const answered = ({ id }: { id: string }) =>
      socket.next('feed:changed', (change) =>
        change.posts.some(({ rootId, text }) => rootId === id && text === 'pong'),
      );

    it('of some forty lines that answers each new post once, however often it is sent again', async () => {
      expect(code.trim().split('\n').length).to.be.below(46);
      await startBot();
      const ping = await say('ping?');
      await answered(ping);
      for (const text of ['thanks', 'indeed', 'really']) await say(text, ping.id);
      await socket.call('post:react', { postId: ping.id, emoji: 'thumbsup', on: true });
      await socket.call('post:edit', { postId: ping.id, text: 'ping, again?' });
      // What the bot does in the order it hears of it has been done once it answers what came last.
      await answered(await say('ping, the last'));
      expect(await pongs(ping.id)).to.equal(1);
    });

    it('that catches up with what was posted while it was away, and with nothing else', async () => {
      await startBot();
      const before = await say('ping, before');
      await answered(before);
      await stopBot();
      await say('still there?', before.id);
      const missed = await say('ping, while it is away');
      await say('nobody answers', missed.id);
      await startBot();
      if ((await pongs(missed.id)) === 0) await answered(missed);
      await answered(await say('ping, after'));
      expect(await pongs(before.id)).to.equal(1);
      expect(await pongs(missed.id)).to.equal(1);
    });

    it('that waits as long as it is told when it was too fast', async () => {
      const server = new Server(0);
      const asked: { name: string; at: number; clientId?: string }[] = [];
      const [channel, postId] = [uuid(), uuid()];
      const head = { rev: 1, seq: 1 };
      const change = { channelId: channel, epoch: uuid(), since: 0, head };
      const post = { id: postId, createdRev: 1, text: 'ping' };
      const done = new Promise<void>((resolve) => {
        server.on('connection', (bot) => {
          bot.on('feed:sync', (_input, ack) =>
            ack({ ok: true, data: { ...change, more: false, posts: [post] } }),
          );
          bot.on('post:create', ({ clientId }, ack) => {
            asked.push({ name: 'post:create', at: performance.now(), clientId });
            if (asked.length > 1) {
              ack({ ok: true, data: {} });
              return resolve();
            }
            const details = { retryAfter: 1 };
            ack({ ok: false, error: { code: 'rate_limited', retryable: true, details } });
          });
          bot.emit('feed:changed', { ...change, posts: [post] });
        });
      });
      const { port } = server.httpServer.address() as AddressInfo;
      await startBot({ MUSTER_URL: `http://127.0.0.1:${port}` });
      await done;
      await server.close();
      const [first, second] = asked;
      expect(second?.clientId).to.equal(first?.clientId);
      expect((second?.at ?? 0) - (first?.at ?? 0)).to.be.at.least(990);
    });
  });

  it('names every setting there is', () => {
    const source = readFileSync(join(root, 'server/config.ts'), 'utf8');
    const settings = [...source.matchAll(/^ {2}([A-Z_]+): /gm)].map((match) => String(match[1]));
    expect(settings.length).to.be.above(8);
    for (const setting of settings) expect(readme).to.match(new RegExp(`\`${setting}\\b`));
  });

  it('gives commands that the package has', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const named = [...`${readme}${contributing}`.matchAll(/npm run ([\w:]+)/g)].map((match) =>
      String(match[1]),
    );
    expect(named.length).to.be.above(3);
    for (const script of named) expect(scripts).to.have.property(script);
  });
});
