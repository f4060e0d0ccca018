/** Writers and readers that go on through any fault, and the check that the invariants of the feed held. */
import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { v4 as uuid } from 'uuid';
import { startApp } from '../../server/app.ts';
import { readConfig } from '../../server/config.ts';
import type { Answer, Sent } from '../../shared/contract/index.ts';
import type { FeedChange, Post } from '../../shared/contract/posts.ts';
import { verdict } from '../../shared/feed.ts';
import { connectSocket, httpCaller, json, Refused, type TestSocket } from './app.ts';
import { secret } from './process.ts';

/** Whether the long forms run: npm run soak. */
export const soaking = process.env.SOAK === '1';

export interface Forum {
  channelId: string;
  /** The access token of an administrator. */
  admin: string;
  /** Tokens of bots that are in the channel. */
  tokens: string[];
}

/** A channel, an administrator and bots to write in it, made by a server that then ends in order. */
export async function makeForum(env: Record<string, string>, bots: number): Promise<Forum> {
  const app = await startApp(
    readConfig({
      ...env,
      PORT: '0',
      HOST: '127.0.0.1',
      LOG_LEVEL: 'fatal',
      RATE_LIMITS: '1000',
      JWT_SECRET: secret,
    }),
  );
  const url = `http://127.0.0.1:${app.port}`;
  const credentials = { email: 'ada@example.eu', password: 'correct horse' };
  await app.services.accounts.create({
    name: 'Ada',
    ...credentials,
    clusterId: null,
    languages: [],
    roles: ['administrator'],
  });
  const signedIn = await fetch(`${url}/api/v1/sessions`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify(credentials),
  });
  const { accessToken: admin } = (await signedIn.json()) as { accessToken: string };
  const ada = httpCaller(url, admin);
  const { id: channelId } = (await ada('channel:create', { name: 'Masks' })).channel;
  const tokens: string[] = [];
  for (let n = 0; n < bots; n++)
    tokens.push((await ada('bot:create', { name: `Bot ${n}`, channelIds: [channelId] })).token);
  await app.stop();
  return { channelId, admin, tokens };
}

/** A socket to the first of the servers that takes it, begun at any. */
export async function connectAny(urls: string[], token: string): Promise<TestSocket> {
  const from = Math.floor(Math.random() * urls.length);
  for (let n = 0; ; n++) {
    const url = urls[(from + n) % urls.length] ?? '';
    try {
      return await connectSocket(url, token, { timeout: 2000 });
    } catch {
      await setTimeout(100);
    }
  }
}

export interface Load {
  /** Texts by the id of the post that was acknowledged. */
  acknowledged: Map<string, string>;
  /** For each acknowledged call when it was sent and how long its answer took, ms; for a refused one its code. */
  answers: { at: number; ms: number; code?: string }[];
  /** Has every author finish what they began. */
  stop(): Promise<void>;
}

/**
 * One author for each token, who posts numbered texts one after another and tries again, under the same clientId, until
 * each is acknowledged.
 * @param every ms between two posts of an author
 */
export function startLoad(urls: string[], { channelId, tokens }: Forum, every = 20): Load {
  const acknowledged = new Map<string, string>();
  const answers: Load['answers'] = [];
  let running = true;

  async function author(token: string, name: number) {
    let socket = await connectAny(urls, token);
    for (let n = 0; running; n++) {
      const post = { channelId, clientId: uuid(), text: `${name} ${String(n).padStart(6, '0')}` };
      for (let done = false; !done; ) {
        const at = Date.now();
        try {
          const lost = socket.closed.then(() => Promise.reject(new Error('closed')));
          const { id } = await Promise.race([socket.call('post:create', post), lost]);
          acknowledged.set(id, post.text);
          answers.push({ at, ms: Date.now() - at });
          done = true;
        } catch (error) {
          answers.push({
            at,
            ms: Date.now() - at,
            code: error instanceof Refused ? error.body.code : 'lost',
          });
          await setTimeout(100);
          if (!socket.raw.connected) socket = await connectAny(urls, token);
        }
      }
      await setTimeout(every);
    }
    socket.close();
  }

  const authors = Promise.all(tokens.map(author));
  return {
    acknowledged,
    answers,
    async stop() {
      running = false;
      await authors;
    },
  };
}

export interface Reader {
  posts: Map<string, Post>;
  /** ms from a post's being made to its arrival, with the time it arrived. */
  arrivals: { at: number; ms: number }[];
  /** Waits until the reader stands where the channel does. */
  settled(rev: number): Promise<void>;
  close(): void;
}

/** A reader that keeps a channel by events, heads and syncs, and comes back whenever it is cut off. */
export async function startReader(
  urls: string[],
  token: string,
  channelId: string,
): Promise<Reader> {
  const posts = new Map<string, Post>();
  const arrivals: Reader['arrivals'] = [];
  let position: { epoch: string; rev: number } | null = null;
  let open = true;
  let socket: TestSocket;
  let syncing = false;

  function take({ epoch, head, posts: changed }: Pick<FeedChange, 'epoch' | 'head' | 'posts'>) {
    for (const post of changed) {
      if (!posts.has(post.id))
        arrivals.push({ at: Date.now(), ms: Date.now() - Date.parse(post.createdAt) });
      if ((posts.get(post.id)?.rev ?? 0) < post.rev) posts.set(post.id, post);
    }
    position = { epoch, rev: Math.max(position?.rev ?? 0, head.rev) };
  }

  async function afresh() {
    const {
      epoch,
      head,
      posts: all,
    } = await readThrough((name, input) => socket.call(name, input), channelId);
    position = { epoch, rev: head.rev };
    take({ epoch, head, posts: all });
    return position;
  }

  async function sync() {
    if (syncing) return;
    syncing = true;
    try {
      for (let more = true; more; ) {
        const { epoch, rev } = position ?? (await afresh());
        const answer = await socket.call('feed:sync', { channelId, epoch, since: rev });
        if ('resync' in answer) position = null;
        else take(answer);
        more = 'resync' in answer || answer.more;
      }
    } catch {
      // The next head asks again.
    }
    syncing = false;
  }

  async function live() {
    while (open) {
      socket = await connectAny(urls, token);
      socket.raw.on('feed:changed', (change: FeedChange) => {
        if (!position || change.channelId !== channelId) return;
        const what = verdict(position, change);
        if (what === 'take') take(change);
        if (what === 'gap') void sync();
      });
      socket.raw.on(
        'feed:head',
        ({ channelId: of, head }: { channelId: string; head: { rev: number } }) => {
          if (of === channelId && head.rev > (position?.rev ?? 0)) void sync();
        },
      );
      await sync();
      await socket.closed;
    }
  }
  void live();
  while (!position) await setTimeout(20);
  return {
    posts,
    arrivals,
    async settled(rev) {
      for (const until = Date.now() + 20_000; (position?.rev ?? 0) < rev; ) {
        if (Date.now() > until) throw new Error(`The reader stands at ${position?.rev} of ${rev}.`);
        await setTimeout(50);
      }
    },
    close() {
      open = false;
      socket.close();
    },
  };
}

type Call = <N extends 'channel:open' | 'post:list'>(name: N, input: Sent<N>) => Promise<Answer<N>>;

/** The whole stream, page by page from its end; the head is that of the first page. */
async function readThrough(call: Call, channelId: string) {
  const { page } = await call('channel:open', { channelId });
  const all = [...page.posts];
  for (let { from } = page; from > 0; ) {
    const older = await call('post:list', { channelId, before: from });
    all.push(...older.posts);
    from = older.from;
  }
  return { epoch: page.epoch, head: page.head, posts: all };
}

/** Every post of a channel as the server has it now, while nobody writes. */
export async function snapshot(
  url: string,
  { admin, channelId }: Forum,
): Promise<{ posts: Post[]; rev: number }> {
  const { posts, head } = await readThrough(httpCaller(url, admin), channelId);
  return { posts, rev: head.rev };
}

/**
 * Checks the invariants: what was acknowledged is there exactly once, nothing twice, seq dense, rev never used twice,
 * every author's posts in their order, and each reader sees just this.
 */
export async function checkHistory(
  url: string,
  forum: Forum,
  { acknowledged }: Load,
  readers: Reader[],
): Promise<Post[]> {
  const { posts, rev } = await snapshot(url, forum);
  const found = new Map(posts.map(({ id, text }) => [id, text]));
  for (const [id, text] of acknowledged)
    expect(found.get(id), `acknowledged as ${id}`).to.equal(text);
  expect(new Set(posts.map(({ text }) => text)).size, 'nothing stands there twice').to.equal(
    posts.length,
  );
  const seqs = posts.map(({ seq }) => seq).sort((a, b) => a - b);
  expect(seqs, 'seq is dense').to.deep.equal(Array.from({ length: posts.length }, (_, n) => n + 1));
  expect(new Set(posts.map((post) => post.rev)).size, 'rev is used once').to.equal(posts.length);
  for (let author = 0; author < forum.tokens.length; author++) {
    const own = posts
      .toSorted((a, b) => a.seq - b.seq)
      .filter(({ text }) => text?.startsWith(`${author} `));
    const texts = own.map(({ text }) => text);
    expect(texts, `the order of author ${author}`).to.deep.equal(texts.toSorted());
  }
  for (const reader of readers) {
    await reader.settled(rev);
    const seen = [...reader.posts.values()].sort((a, b) => a.seq - b.seq);
    expect(seen, 'a reader sees what is there').to.deep.equal(
      posts.toSorted((a, b) => a.seq - b.seq),
    );
  }
  return posts;
}

/** The value below which a share of the values lies. */
export function quantile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Says a figure among the lines of the run. */
export const say = (figure: string) => console.log(`      ${figure}`);
