import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { v4 as uuid } from 'uuid';
import { writeArchive } from '../../server/cli/archive.ts';
import { demoPassword, seed } from '../../server/cli/demo/seed.ts';
import { noProgress } from '../../server/cli/progress.ts';
import { restore } from '../../server/cli/restore.ts';
import { type Config, readConfig } from '../../server/config.ts';
import { openStores } from '../../server/open-stores.ts';
import { onEveryAdapter, sharedMongo } from '../helpers/adapters.ts';
import { bringIn, signedIn, startTestApp, type TestApp } from '../helpers/app.ts';
import { soon } from '../helpers/exchange.ts';
import { muster } from '../helpers/muster.ts';
import { secret, startServer } from '../helpers/process.ts';

let folder: string;
const inFolder = (name: string) => join(folder, name);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-archive-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const configOf = (settings: Record<string, string>): Config =>
  readConfig({ PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'fatal', JWT_SECRET: secret, ...settings });

async function dumpOf(config: Config, name: string): Promise<string> {
  const stores = await openStores(config, uuid());
  await writeArchive(stores.shelves, inFolder(name), noProgress);
  await stores.close();
  return readFileSync(inFolder(name), 'utf8');
}

/** The records of an archive in an order that does not depend on the database. */
const records = (text: string) =>
  text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => JSON.stringify(sorted(JSON.parse(line))))
    .sort();

const sorted = (value: unknown): unknown =>
  typeof value !== 'object' || value === null || Array.isArray(value)
    ? value
    : Object.fromEntries(
        Object.entries(value)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, inner]) => [key, sorted(inner)]),
      );

/** A forum with some of everything, written through the doors. */
async function fill(forum: TestApp) {
  await seed(forum.app.services, forum.app.stores);
  const ada = await forum.person('Ada', ['administrator']);
  await ada.http('forum:edit', { name: 'Crisis exchange', setup: 'people' });
  const { channel } = await ada.http('channel:create', { name: 'Board', kind: 'private' });
  const channelId = channel.id;
  const say = (text: string) => ada.http('post:create', { channelId, clientId: uuid(), text });
  const edited = await say('one thousand for @max-berger');
  await ada.http('post:edit', { postId: edited.id, text: 'two thousand for @max-berger' });
  await ada.http('post:edit', { postId: edited.id, text: 'three thousand' });
  const gone = await say('never mind');
  await ada.http('post:delete', { postId: gone.id });
  await ada.http('draft:save', { channelId, text: 'not yet' });
  await ada.http('draft:save', { channelId, rootId: edited.id, text: 'nor this' });
  await ada.http('bot:create', { name: 'Cap', channelIds: [channelId] });
  await ada.http('invitation:create', { uses: 3 });
  const [giver, taker] = (await forum.app.stores.clusters.clusters()).filter(
    ({ validated }) => validated,
  );
  const eva = await forum.person('Eva');
  await forum.join(ada, giver?.id ?? '');
  await forum.join(eva, taker?.id ?? '');
  await eva.http('channel:list', {});
  await bringIn(channelId, ada, eva);
  const ivo = await forum.person('Ivo');
  await ada.http('channel:invite', { channelId, memberId: ivo.account.id });
  const joe = await forum.person('Joe');
  for (const name of ['Uwe', 'Udo']) {
    const { id: memberId } = (await forum.person(name)).account;
    if (name === 'Udo') await ada.http('member:delete', { memberId, posts: 'keep' });
    else await ada.http('member:suspend', { memberId, reason: 'Spam everywhere' });
  }
  await ada.http('channel:invite', { channelId, memberId: joe.account.id });
  for (const { id: invitationId } of await joe.http('channel:invitations', {}))
    await joe.http('channel:decline', { invitationId });
  const terms = {
    channelId,
    title: 'Gowns for hospitals',
    product: 'gown',
    unit: 'H87',
    nuts: 'ES511',
    on: soon(300),
    lang: 'en',
    quantity: 500,
  } as const;
  const offer = await ada.http('listing:create', { ...terms, clientId: uuid(), kind: 'offer' });
  const request = await eva.http('listing:create', { ...terms, clientId: uuid(), kind: 'request' });
  await ada.http('attachment:add', {
    attachmentId: uuid(),
    name: 'EN 149.pdf',
    content: Buffer.from('%PDF-1.4\n%%EOF\n'),
  });
  await ada.http('listing:draft', {
    channelId,
    clientId: uuid(),
    kind: 'offer',
    lang: 'en',
    product: 'visor',
  });
  await ada.http('listing:create', {
    ...terms,
    clientId: uuid(),
    kind: 'request',
    product: 'transport',
    unit: 'KGM',
    upstreamId: offer.id,
    title: 'To be moved',
  });
  const proposal = await ada.http('commitment:propose', {
    clientId: uuid(),
    offerId: offer.id,
    requestId: request.id,
    quantity: 200,
  });
  await eva.http('commitment:act', { commitmentId: proposal.id, action: 'accept' });
  await ada.http('plan:make', { planId: uuid() });
  await eva.http('search:save', { searchId: uuid(), name: 'Gowns', product: 'gown' });
  await ada.http('product:save', {
    slug: 'swab',
    cpv: '33140000',
    unit: 'H87',
    names: { en: 'Swabs' },
  });
  await forum.app.stores.codes.keep([
    { list: 'nuts', code: 'ES511', lang: 'en', name: 'Barcelona' },
  ]);
  return { ada, channelId, say, edited };
}

onEveryAdapter('an archive', (adapter) => {
  it('moves a forum to the other database and back, with nothing lost', async function () {
    this.timeout(60_000);
    const mongo = adapter.name === 'SQLite' ? await sharedMongo() : null;
    const here = { DATA_DIR: inFolder('here'), ...adapter.settings() };
    const there = {
      DATA_DIR: inFolder('there'),
      ...(mongo && { MONGODB_URL: mongo.url(`muster_${uuid().slice(0, 8)}`) }),
    };
    const forum = await startTestApp(here);
    await fill(forum);
    await forum.app.stop();
    const first = await dumpOf(configOf(here), 'first.ndjson');
    await restore(configOf(there), inFolder('first.ndjson'), false, noProgress);
    const second = await dumpOf(configOf(there), 'second.ndjson');
    const back = { DATA_DIR: inFolder('back') };
    await restore(configOf(back), inFolder('second.ndjson'), false, noProgress);
    const third = await dumpOf(configOf(back), 'third.ndjson');
    const stores = await openStores(configOf(back), uuid());
    const linked = await stores.exchange.listings({ limit: 1000 });
    const upstreamId = linked.find(({ title }) => title === 'To be moved')?.upstreamId ?? '';
    expect(await stores.exchange.listings({ upstreamId, limit: 10 })).to.have.length(1);
    await stores.close();
    for (const type of [
      'setting',
      'channelInvitation',
      'invitationRefusal',
      'plan',
      'search',
      'product',
      'code',
      'attachment',
    ])
      expect(first).to.include(`"type":"${type}"`);
    expect(records(first).length).to.be.greaterThan(400);
    expect(records(second)).to.deep.equal(records(first));
    expect(records(third)).to.deep.equal(records(first));
  });

  it('is consistent although posts go on being written and edited', async function () {
    this.timeout(60_000);
    const here = { DATA_DIR: inFolder('here'), ...adapter.settings() };
    const forum = await startTestApp(here);
    const { ada, channelId, say } = await fill(forum);
    const ids: string[] = [];
    for (let n = 0; n < 30; n++) ids.push((await say(`post ${n}`)).id);
    let writing = true;
    const writer = (async () => {
      for (let n = 0; writing; n++) {
        await ada.http('post:edit', { postId: ids[n % ids.length] ?? '', text: `edited ${n}` });
        await say(`more ${n}`);
      }
    })();
    await writeArchive(forum.app.stores.shelves, inFolder('busy.ndjson.gz'), noProgress);
    writing = false;
    await writer;
    await forum.stop();
    const config = configOf({ DATA_DIR: inFolder('there') });
    await restore(config, inFolder('busy.ndjson.gz'), false, noProgress);
    const stores = await openStores(config, uuid());
    const { head, posts } = await stores.posts.changedSince(channelId, 0, 10_000);
    expect(posts.map(({ seq }) => seq).sort((a, b) => a - b)).to.deep.equal(
      Array.from({ length: head.seq }, (_, n) => n + 1),
    );
    expect(posts.at(-1)?.rev).to.equal(head.rev);
    expect(new Set(posts.map(({ rev }) => rev)).size).to.equal(posts.length);
    await stores.close();
  });

  it('is put in the place of a forum only when that is said, with the server stopped; clients start afresh', async function () {
    this.timeout(60_000);
    const forum = await startTestApp({ DATA_DIR: inFolder('origin') });
    await fill(forum);
    await writeArchive(forum.app.stores.shelves, inFolder('whole.ndjson'), noProgress);
    await forum.stop();
    const here = { DATA_DIR: inFolder('here'), JWT_SECRET: secret, ...adapter.settings() };
    expect((await muster(here, 'import', inFolder('whole.ndjson'))).said).to.include('taken in: ');

    const server = await startServer(here);
    const ada = await signedIn(server.url, 'admin@muster.example', demoPassword);
    const channelId = (await ada('channel:list', {}))[0]?.channel.id ?? '';
    expect((await muster(here, 'backup', inFolder('backup'))).code).to.equal(0);
    const { page } = await ada('channel:open', { channelId });
    await ada('post:create', { channelId, clientId: uuid(), text: 'written after the backup' });
    const refused = await muster(here, 'restore', '--replace', inFolder('backup.gz'));
    expect(refused.code).to.equal(1);
    expect(refused.said).to.include('Stop the server first');
    await server.stop();

    expect((await muster(here, 'restore', inFolder('backup.gz'))).said).to.include('--replace');
    expect((await muster(here, 'restore', '--replace', inFolder('backup.gz'))).code).to.equal(0);
    await server.restart();
    const again = await signedIn(server.url, 'admin@muster.example', demoPassword);
    expect(
      await again('feed:sync', { channelId, epoch: page.epoch, since: page.head.rev }),
    ).to.deep.equal({ resync: true });
    const fresh = await again('channel:open', { channelId });
    expect(JSON.stringify(fresh)).not.to.include('written after the backup');
    expect(fresh.page.head).to.deep.equal(page.head);
    await server.kill();
  });

  it('that is not whole is refused, and nothing has changed', async function () {
    this.timeout(60_000);
    const here = { DATA_DIR: inFolder('here'), JWT_SECRET: secret, ...adapter.settings() };
    const forum = await startTestApp({ DATA_DIR: inFolder('origin') });
    await fill(forum);
    await writeArchive(forum.app.stores.shelves, inFolder('whole.ndjson'), noProgress);
    await forum.stop();
    await muster(here, 'import', inFolder('whole.ndjson'));
    await muster(here, 'export', inFolder('before.ndjson'));
    const text = readFileSync(inFolder('whole.ndjson'), 'utf8');
    const broken = {
      'cut.ndjson': text.slice(0, text.length / 2),
      'shorter.ndjson': text.replace(/\n.*\n/, '\n'),
      'other.ndjson': '{"hello": 1}\n',
    };
    for (const [name, content] of Object.entries(broken)) {
      writeFileSync(inFolder(name), content);
      const { code, said } = await muster(here, 'restore', '--replace', inFolder(name));
      expect(said, name).to.match(/not whole|no JSON|no archive/);
      expect(code).to.equal(1);
    }
    await muster(here, 'export', inFolder('after.ndjson'));
    const [before, after] = ['before.ndjson', 'after.ndjson'].map((name) =>
      records(readFileSync(inFolder(name), 'utf8')),
    );
    expect(after).to.deep.equal(before);
    expect(after).to.deep.equal(records(text));
  });
});
