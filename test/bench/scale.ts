/**
 * How Muster grows: two nodes beside one on the same processors, and what a delivery costs with more channels, more members
 * and more history. `npm run bench:scale`, with the options of the bench. Needs the built server.
 */
import { startCluster } from '../helpers/cluster.ts';
import type { Counted, Scenario } from './load.ts';
import { note, round, run, short } from './report.ts';
import { type Filled, fill, load, startMuster } from './servers.ts';

const seconds = short ? 3 : 8;

/** One forum on so many nodes, the members spread over them; all that write are on the first. */
async function onNodes(
  count: number,
  { rate, window }: Pick<Scenario, 'rate' | 'window'>,
  everywhere: boolean,
): Promise<{ counted: Counted; urls: string[] }> {
  const cluster = await startCluster({ nodes: count, bots: 100, env: { RATE_LIMITS: '100000' } });
  if (!cluster) throw new Error('bench:scale needs MongoDB and Redis; see CONTRIBUTING.md.');
  const { urls, forum } = cluster;
  const authors = 20;
  const at = (n: number) => urls[everywhere || n >= authors ? n % urls.length : 0];
  const members = forum.tokens.map((token, n) => ({
    auth: { token },
    room: forum.channelId,
    url: at(n) ?? '',
  }));
  const counted = await load({
    url: urls[0] ?? '',
    kind: 'muster',
    members,
    authors,
    rate,
    window,
    seconds,
    sampleEvery: 1,
  });
  await cluster.stop();
  return { counted, urls };
}

async function nodes() {
  const one = await onNodes(1, { rate: 0, window: 4 }, true);
  const two = await onNodes(2, { rate: 0, window: 4 }, true);
  note(
    'two nodes against one, saturated on MongoDB: posts a second',
    two.counted.postsPerSecond / one.counted.postsPerSecond,
    0.85,
    'more',
    `${round(two.counted.postsPerSecond)} against ${round(one.counted.postsPerSecond)}`,
  );
  const { counted, urls } = await onNodes(2, { rate: 20, window: 0 }, false);
  const [same = Number.NaN, other = Number.NaN] = urls.map(
    (url) => counted.p99At[url] ?? Number.NaN,
  );
  note(
    'p99 to readers at the other node against those at the same',
    other / same,
    2,
    'less',
    `${other.toFixed(1)} ms against ${same.toFixed(1)} ms`,
  );
}

/** Processor time of the server a delivery, in µs, at a fixed rate of posts. */
async function costOf(
  filled: Filled,
  { rate, authors }: { rate: number; authors: number },
): Promise<{ cost: number; counted: Counted }> {
  const muster = await startMuster(filled.folder);
  const connections = new Map<string, string[]>();
  for (const { id, tokens } of filled.channels)
    for (const token of tokens) connections.set(token, [...(connections.get(token) ?? []), id]);
  const members = [...connections].map(([token, rooms]) => ({
    auth: { token },
    room: rooms[0] ?? '',
    rooms,
  }));
  let before = 0;
  const counted = await load(
    { url: muster.url, kind: 'muster', members, authors, rate, window: 0, seconds },
    () => {
      before = muster.cpu();
    },
  );
  const cost = ((muster.cpu() - before) / (counted.deliveriesPerSecond * seconds)) * 1e6;
  muster.stop();
  filled.drop();
  return { cost, counted };
}

async function growth(
  what: string,
  sizes: number[],
  fillFor: (size: number) => Promise<Filled>,
  scenario: { rate: number; authors: number },
) {
  const costs: number[] = [];
  for (const size of sizes) {
    const { cost, counted } = await costOf(await fillFor(size), scenario);
    console.log(
      `      ${round(size)} ${what}: ${cost.toFixed(2)} µs a delivery, ${round(counted.deliveriesPerSecond)} deliveries/s`,
    );
    costs.push(cost);
  }
  const [first = 1] = costs;
  const last = costs.at(-1) ?? Number.NaN;
  note(
    `cost of a delivery with ${round(sizes.at(-1) ?? 0)} ${what} against ${round(sizes[0] ?? 0)}`,
    last / first,
    1.5,
    'less',
    `${last.toFixed(2)} µs against ${first.toFixed(2)} µs`,
  );
}

/** A hundred members, each of whom is in many channels of ten. */
const channels = () =>
  growth(
    'channels',
    short ? [10, 1000] : [10, 100, 1000, 10_000],
    (size) => fill(size, 10, 0, 100),
    { rate: 200, authors: 100 },
  );

const members = () =>
  growth('members a channel', short ? [10, 500] : [10, 100, 1000, 5000], (size) => fill(1, size), {
    rate: 20,
    authors: 10,
  });

/** What reading and writing take, whatever has been written before. */
async function history() {
  const times: { open: number; post: number }[] = [];
  for (const posts of short ? [1000, 100_000] : [1000, 1_000_000]) {
    const filled = await fill(1, 2, posts);
    const muster = await startMuster(filled.folder);
    const [channel] = filled.channels;
    const headers = {
      Authorization: `Bearer ${channel?.tokens[0]}`,
      'Content-Type': 'application/json',
    };
    const median = async (call: () => Promise<Response>) => {
      const each: number[] = [];
      for (let n = 0; n < 220; n++) {
        const from = performance.now();
        await (await call()).text();
        if (n >= 20) each.push(performance.now() - from);
      }
      return each.sort((a, b) => a - b)[100] ?? Number.NaN;
    };
    const base = `${muster.url}/api/v1/channels/${channel?.id}`;
    const open = await median(() => fetch(`${base}/feed`, { headers }));
    const post = await median(() =>
      fetch(`${base}/posts`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ clientId: crypto.randomUUID(), text: 'one more' }),
      }),
    );
    times.push({ open, post });
    muster.stop();
    filled.drop();
  }
  const [few, many] = times as [(typeof times)[0], (typeof times)[0]];
  note(
    'opening a channel of the longest history against the shortest, median',
    many.open / few.open,
    1.5,
    'less',
    `${many.open.toFixed(2)} ms against ${few.open.toFixed(2)} ms`,
  );
  note(
    'posting in it, the same',
    many.post / few.post,
    1.5,
    'less',
    `${many.post.toFixed(2)} ms against ${few.post.toFixed(2)} ms`,
  );
}

await run({ nodes, channels, members, history });
