import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { v4 as uuid } from 'uuid';
import { root } from '../../server/root.ts';
import { type Caller, startTestApp, type TestApp } from '../helpers/app.ts';
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
    channelId = (await ada.http('channel:create', { name: 'Bots' })).channel.id;
    const { token } = await ada.http('bot:create', { name: 'Ping', channelIds: [channelId] });
    env = { ...process.env, MUSTER_URL: forum.url, MUSTER_TOKEN: token, MUSTER_CHANNEL: channelId };
  });
  after(async () => {
    child?.kill();
    rmSync(file, { force: true });
    await forum?.stop();
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

  it('has a bot of some twenty lines that answers', async () => {
    const code = block('js');
    expect(code.trim().split('\n').length).to.be.below(26);
    writeFileSync(file, code);
    const running = endsWithRun(spawn(process.execPath, [file], { env }));
    child = running;
    await new Promise((resolve) => running.stdout.once('data', resolve));
    const socket = await ada.socket();
    const post = await socket.call('post:create', { channelId, clientId: uuid(), text: 'ping?' });
    const { posts } = await socket.next('feed:changed', (change) =>
      change.posts.some(({ rootId }) => rootId === post.id),
    );
    expect(posts.find(({ rootId }) => rootId === post.id)?.text).to.equal('pong');
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
