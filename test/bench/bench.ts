/**
 * Muster beside a bare Socket.IO relay, in one run, as ratios: `npm run bench`, `-- --json FILE` for scripts,
 * `-- --short` for a quick look, `-- --only talk` for a part. Needs the built server (npm run build).
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { createPostsWriter } from '../../server/features/posts/posts.writer.ts';
import { openMongoStores } from '../../server/stores.mongo.ts';
import { openSqliteStores } from '../../server/stores.sqlite.ts';
import type { Stores } from '../../server/stores.ts';
import { aChannel, aPost, creating } from '../helpers/fixtures.ts';
import { startMongo } from '../helpers/mongo-server.ts';
import type { Scenario } from './load.ts';
import { note, round, run, short } from './report.ts';
import { requests } from './requests.ts';
import { fill, load, startBare, startBareHttp, startMuster } from './servers.ts';

const seconds = short ? 3 : 8;

/** The same scenario against both, one after the other. */
async function both(
  channels: number,
  members: number,
  scenario: Pick<Scenario, 'authors' | 'rate' | 'window'>,
) {
  const filled = await fill(channels, members);
  const muster = await startMuster(filled.folder);
  const mine = await load({
    ...scenario,
    url: muster.url,
    kind: 'muster',
    seconds,
    members: filled.channels.flatMap(({ id, tokens }) =>
      tokens.map((token) => ({ auth: { token }, room: id })),
    ),
  });
  muster.stop();
  filled.drop();
  const bare = await startBare();
  const theirs = await load({
    ...scenario,
    url: bare.url,
    kind: 'bare',
    seconds,
    members: Array.from({ length: channels }, (_, c) =>
      Array.from({ length: members }, () => ({ auth: { room: `${c}` }, room: `${c}` })),
    ).flat(),
  });
  bare.stop();
  return { mine, theirs };
}

async function talk() {
  const saturated = await both(1, 1000, { authors: 50, rate: 0, window: 8 });
  note(
    'one channel, 1,000 members, 50 authors, saturated: posts a second against bare',
    saturated.mine.deliveriesPerSecond / saturated.theirs.deliveriesPerSecond,
    10,
    'more',
    `${round(saturated.mine.deliveriesPerSecond)} deliveries/s against ${round(saturated.theirs.deliveriesPerSecond)}`,
  );
  // The machine is never quite alone: the median of three rounds.
  const calm: number[] = [];
  const waits: string[] = [];
  const busy: number[] = [];
  const bareBusy: number[] = [];
  const spread: number[] = [];
  const posts: string[] = [];
  for (let n = 0; n < 3; n++) {
    const still = await both(1, 1000, { authors: 50, rate: 50, window: 0 });
    calm.push(still.mine.p99 / still.theirs.p99);
    waits.push(`${still.mine.p99.toFixed(1)}/${still.theirs.p99.toFixed(1)}`);
    const { mine, theirs } = await both(1, 1000, { authors: 50, rate: 200, window: 0 });
    busy.push(mine.p99);
    bareBusy.push(theirs.p99);
    const many = await both(100, 10, { authors: 10, rate: 0, window: 1 });
    spread.push(many.mine.postsPerSecond / many.theirs.postsPerSecond);
    posts.push(`${round(many.mine.postsPerSecond)}/${round(many.theirs.postsPerSecond)}`);
  }
  note(
    'the same at 50 posts/s: p99 from send to delivery against bare',
    median(calm),
    1.5,
    'less',
    `rounds ${waits.join(', ')} ms`,
  );
  note(
    'the same at 200 posts/s: p99 in ms',
    median(busy),
    50,
    'less',
    `rounds ${busy.map((ms) => ms.toFixed(0)).join(', ')}; bare: ${median(bareBusy).toFixed(0)} ms`,
  );
  note(
    '100 channels of 10 members, all writing, saturated: posts a second against bare',
    median(spread),
    0.75,
    'more',
    `rounds ${posts.join(', ')} posts/s`,
  );
}

const median = (values: number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Posts a second with 64 writers at once, with and without group commit. */
async function grouping(name: string, stores: Stores, posts: number) {
  const author = v7();
  const measure = async (write: (channelId: string, n: number) => Promise<unknown>) => {
    const channel = aChannel(`channel-${v7()}`);
    await stores.channels.add(channel, null);
    const from = performance.now();
    let sent = 0;
    await Promise.all(
      Array.from({ length: 64 }, async () => {
        while (sent < posts) await write(channel.id, sent++);
      }),
    );
    return posts / ((performance.now() - from) / 1000);
  };
  const writer = createPostsWriter(stores.posts.commit, () => {});
  const grouped = await measure((channelId, n) =>
    writer.write(channelId, creating(aPost(channelId, author, `post ${n}`))),
  );
  let turn: Promise<unknown> = Promise.resolve();
  const single = await measure((channelId, n) => {
    turn = turn.then(() =>
      Promise.all(
        stores.posts.commit([
          { channelId, changes: [creating(aPost(channelId, author, `post ${n}`))] },
        ]),
      ),
    );
    return turn;
  });
  note(
    `acknowledged posts a second with group commit against without, ${name}`,
    grouped / single,
    5,
    'more',
    `${round(grouped)} against ${round(single)}`,
  );
}

async function commits() {
  const filled = await fill(1, 1);
  const sqlite = openSqliteStores(`${filled.folder}/muster.db`);
  await grouping('SQLite', sqlite, 10_000);
  await sqlite.close();
  filled.drop();
  const mongo = await startMongo();
  if (!mongo) return console.log('left out: group commit on MongoDB, for want of a server');
  const stores = await openMongoStores(mongo.url('bench'), v7());
  await grouping(`MongoDB (${mongo.kind})`, stores, 1000);
  await stores.close();
  await mongo.stop();
}

async function opening() {
  const times: number[] = [];
  for (const posts of [100, 100_000]) {
    const filled = await fill(1, 1, posts);
    const muster = await startMuster(filled.folder);
    const [channel] = filled.channels;
    const each: number[] = [];
    for (let n = 0; n < 120; n++) {
      const from = performance.now();
      await (
        await fetch(`${muster.url}/api/v1/channels/${channel?.id}/feed`, {
          headers: { Authorization: `Bearer ${channel?.tokens[0]}` },
        })
      ).text();
      if (n >= 20) each.push(performance.now() - from);
    }
    times.push(each.sort((a, b) => a - b)[50] ?? 0);
    muster.stop();
    filled.drop();
  }
  const [small = 0, large = 0] = times;
  note(
    'opening a channel of 100,000 posts against one of 100, median',
    large / small,
    2,
    'less',
    `${large.toFixed(2)} ms against ${small.toFixed(2)} ms`,
  );
}

/** Reading over HTTP, beside plain Express that answers with the same bytes from memory. */
async function http() {
  const filled = await fill(100, 10, 60, 10);
  const [channel] = filled.channels;
  const headers = { Authorization: `Bearer ${channel?.tokens[0]}` };
  const reads = [
    ['channel:open', `/api/v1/channels/${channel?.id}/feed`, 0.4],
    ['channel:list', '/api/v1/channels', 0.25],
  ] as const;
  const muster = await startMuster(filled.folder);
  for (const [name, path, atLeast] of reads) {
    const json = join(filled.folder, 'same.json');
    const { body } = await requests(muster.url + path, headers, 1);
    writeFileSync(json, body);
    const bare = await startBareHttp(json);
    const ratios: number[] = [];
    const rounds: string[] = [];
    for (let n = 0; n < 3; n++) {
      const mine = await requests(muster.url + path, headers, seconds / 2);
      const theirs = await requests(`${bare.url}/`, {}, seconds / 2);
      ratios.push(mine.perSecond / theirs.perSecond);
      rounds.push(`${round(mine.perSecond)}/${round(theirs.perSecond)}`);
    }
    bare.stop();
    note(
      `${name} over HTTP: requests a second against Express with the same bytes`,
      median(ratios),
      atLeast,
      'more',
      `rounds ${rounds.join(', ')}, ${round(body.length / 1000)} kB`,
    );
  }
  muster.stop();
  filled.drop();
}

async function standing() {
  const filled = await fill(1, 1000);
  const muster = await startMuster(filled.folder);
  note('start to ready, seconds', muster.started / 1000, 1.5, 'less', '');
  note('memory when ready, MB', muster.memory() / 1e6, 130, 'less', '');
  const grown = async (
    server: typeof muster,
    members: Scenario['members'],
    kind: Scenario['kind'],
  ) => {
    const before = server.memory();
    const idle = load({
      url: server.url,
      kind,
      members,
      authors: 0,
      rate: 1e-9,
      window: 0,
      seconds: 6,
    });
    await new Promise((resolve) => setTimeout(resolve, 7000));
    const after = server.memory();
    await idle;
    return (after - before) / members.length;
  };
  const [channel] = filled.channels;
  const mine = await grown(
    muster,
    (channel?.tokens ?? []).map((token) => ({ auth: { token }, room: channel?.id ?? '' })),
    'muster',
  );
  muster.stop();
  filled.drop();
  const bare = await startBare();
  const theirs = await grown(
    bare,
    Array.from({ length: 1000 }, () => ({ auth: { room: '0' }, room: '0' })),
    'bare',
  );
  bare.stop();
  note(
    'memory an idle connection against bare',
    mine / theirs,
    1.5,
    'less',
    `${round(mine / 1000)} kB against ${round(theirs / 1000)} kB`,
  );
}

await run({ standing, opening, http, commits, talk });
