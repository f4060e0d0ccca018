/** The feeds of the channels visited lately, kept live, so that coming back shows them at once. */
import { type Signal, signal } from '@preact/signals';
import type { FeedChange, Page, Post } from '../../../shared/contract/posts.ts';
import * as feed from '../../../shared/feed.ts';
import { CallError, call, connected, on, whenConnected } from '../../api.ts';
import { meet } from '../accounts/people.state.ts';
import { channelById, namedOf, put, unread } from '../channels/channels.state.ts';

/** One live window of a feed. */
export interface Pane {
  kind: feed.Kind;
  window: Signal<feed.Window>;
  /** False until the first page is there. */
  loaded: Signal<boolean>;
  /** Where in it one reads: a key of its kind, or null at its end; undefined where nobody says. */
  reading?: number | null;
}

export interface Feed {
  channelId: string;
  position: feed.Position;
  stream: Pane;
  pinned: Pane;
  topics: Pane;
  threads: Map<string, { root: Pane; replies: Pane }>;
  /** How far the reader had read when they came in: where the "new" line stands. */
  readBefore: number;
  /** Changes that came while a page or a gap was being fetched. */
  early: FeedChange[];
  busy: boolean;
}

/** Feeds kept; the one not visited for longest goes first. */
const mostKept = 12;
/** Posts kept in a window, the rest is a page away; and how many more there may be before it is trimmed. */
const mostShown = 240;
const slack = 60;

const feeds = new Map<string, Feed>();
const opening = new Map<string, Promise<Feed>>();

const pane = (kind: feed.Kind): Pane => ({
  kind,
  window: signal(feed.nothing),
  loaded: signal(false),
});
const panesOf = ({ stream, pinned, topics, threads }: Feed) => [
  stream,
  pinned,
  topics,
  ...[...threads.values()].flatMap(({ root, replies }) => [root, replies]),
];

/** The seq of the first post that was not read, as far as its channel knows; null when all were. */
function firstUnread(channelId: string): number | null {
  const listed = channelById(channelId);
  return listed?.membership && unread(listed) > 0 ? listed.membership.readSeq + 1 : null;
}

/** Whether what a feed has begins before what was not read. */
const reachesUnread = (it: Feed) =>
  it.stream.window.peek().from <= (firstUnread(it.channelId) ?? 1e15);

/** The feed of a channel, where it is at hand with the first post that was not read. */
export function feedAtHand(channelId: string): Feed | undefined {
  const known = feeds.get(channelId);
  return known && reachesUnread(known) ? known : undefined;
}

/**
 * The feed of a channel, from memory or from the server.
 * @param arriving whether somebody comes to read it, and so to the first post that they have not read
 */
export async function openFeed(channelId: string, arriving: boolean): Promise<Feed> {
  const known = feeds.get(channelId);
  if (known) {
    feeds.delete(channelId);
    feeds.set(channelId, known);
    if (arriving && !reachesUnread(known))
      await showStreamAt(known, firstUnread(channelId) ?? 'end');
    return known;
  }
  const underWay =
    opening.get(channelId) ?? load(channelId).finally(() => opening.delete(channelId));
  opening.set(channelId, underWay);
  return underWay;
}

async function load(channelId: string): Promise<Feed> {
  const fresh: Feed = {
    channelId,
    position: { epoch: '', rev: 0 },
    stream: pane(feed.stream),
    pinned: pane(feed.pinned),
    topics: pane(feed.topics),
    threads: new Map(),
    readBefore: 0,
    early: [],
    busy: true,
  };
  feeds.set(channelId, fresh);
  for (const [id] of feeds) if (feeds.size > mostKept && id !== channelId) feeds.delete(id);
  try {
    await start(fresh);
  } catch (thrown) {
    feeds.delete(channelId);
    throw thrown;
  }
  return fresh;
}

/** Fetches a feed from scratch, and whatever else of it is open. */
async function start(it: Feed) {
  it.busy = true;
  const { listed, page, pinned } = await call('channel:open', {
    channelId: it.channelId,
    unread: true,
  });
  meet(page.people);
  put({ ...listed, ...namedOf(it.channelId) });
  it.readBefore = listed.membership?.readSeq ?? listed.head.seq;
  it.position = { epoch: page.epoch, rev: page.head.rev };
  replace(it.stream, page);
  replace(it.pinned, { posts: pinned, from: 0, to: null });
  settle(it);
  if (it.topics.loaded.peek()) await loadTopics(it);
  for (const rootId of it.threads.keys()) await openThread(it, rootId);
}

function replace({ kind, window, loaded }: Pane, page: feed.Window) {
  window.value = feed.take(kind, { ...feed.nothing, from: page.from, to: page.to }, page.posts);
  loaded.value = true;
}

/** Ends a busy time: takes over what came meanwhile. */
function settle(it: Feed) {
  it.busy = false;
  for (const change of it.early.splice(0)) receive(it, change);
}

function receive(it: Feed, change: FeedChange) {
  if (it.busy) return void it.early.push(change);
  switch (feed.verdict(it.position, change)) {
    case 'take':
      return takeOver(it, change);
    case 'gap':
      it.early.push(change);
      return void sync(it);
    case 'afresh':
      return void restart(it);
  }
}

function takeOver(it: Feed, change: Pick<FeedChange, 'posts' | 'head'>) {
  show(it, change.posts);
  it.position = { ...it.position, rev: change.head.rev };
}

/** Puts posts into every window they belong in. */
function show(it: Feed, posts: readonly Post[]) {
  for (const pane of panesOf(it)) {
    const taken = feed.take(pane.kind, pane.window.peek(), posts);
    pane.window.value =
      pane.reading !== undefined && taken.posts.length > mostShown + slack
        ? sized(pane, taken, 'oldest')
        : taken;
  }
}

/** A window at its size: what lies farther from where one reads goes; where nobody says, what was named. */
function sized(
  { kind, reading }: Pane,
  window: feed.Window,
  otherwise: 'oldest' | 'newest',
): feed.Window {
  const half = window.posts[Math.floor(window.posts.length / 2)];
  const reads =
    reading === undefined || !half
      ? otherwise
      : reading === null || reading > kind.key(half)
        ? 'oldest'
        : 'newest';
  return feed.trim(kind, window, mostShown, reads);
}

/** Fetches what changed since the feed's position, page by page. */
async function sync(it: Feed) {
  if (it.busy) return;
  it.busy = true;
  try {
    for (;;) {
      const answer = await call('feed:sync', {
        channelId: it.channelId,
        epoch: it.position.epoch,
        since: it.position.rev,
      });
      if ('resync' in answer) return void (await start(it));
      takeOver(it, answer);
      if (!answer.more) break;
    }
  } catch (thrown) {
    // What came meanwhile would only find the same gap.
    it.early.length = 0;
    again(it, thrown);
  }
  settle(it);
}

/** Tries once more to fill a gap, when the server said, or a little later; a lost connection does it by itself. */
function again(it: Feed, thrown: unknown) {
  const seconds = thrown instanceof CallError ? Number(thrown.body.details?.retryAfter ?? 2) : 2;
  setTimeout(
    () => connected.peek() && feeds.get(it.channelId) === it && void sync(it),
    seconds * 1000 * (1 + Math.random()),
  );
}

async function restart(it: Feed) {
  if (it.busy) return;
  await start(it).catch(() => settle(it));
}

/** Adds a page to a window, and what changed of it since it was read, if it is older than the feed. */
async function join(it: Feed, pane: Pane, page: Page, drop: 'oldest' | 'newest' = 'oldest') {
  const { kind, window, loaded } = pane;
  meet(page.people);
  const joined = feed.join(
    kind,
    loaded.peek() ? window.peek() : { ...feed.nothing, from: page.from, to: page.to },
    page,
  );
  window.value = sized(pane, joined, drop);
  loaded.value = true;
  if (page.head.rev >= it.position.rev) return;
  for (let since = page.head.rev, more = true; more; ) {
    const missed = await call('feed:sync', { channelId: it.channelId, epoch: page.epoch, since });
    if ('resync' in missed) return restart(it);
    show(it, missed.posts);
    since = missed.head.rev;
    more = missed.more;
  }
}

/** Loads the posts before or after what a window has. */
export async function loadMore(
  it: Feed,
  which: 'stream' | 'topics' | { rootId: string },
  direction: 'older' | 'newer',
): Promise<void> {
  const target = typeof which === 'string' ? it[which] : it.threads.get(which.rootId)?.replies;
  if (!target) return;
  const { from, to } = target.window.peek();
  const range = direction === 'older' ? { before: from } : { after: to ?? 0 };
  const page =
    typeof which === 'string'
      ? await call('post:list', { channelId: it.channelId, view: which, ...range })
      : await call('thread:open', { postId: which.rootId, ...range });
  await join(it, target, page, direction === 'older' ? 'newest' : 'oldest');
}

/** Shows the part of the stream around a post, or its live end. */
export async function showStreamAt(it: Feed, seq: number | 'end'): Promise<void> {
  const page = await call('post:list', {
    channelId: it.channelId,
    view: 'stream',
    ...(seq !== 'end' && { around: seq }),
  });
  it.stream.loaded.value = false;
  if (seq === 'end') it.stream.reading = null;
  await join(it, it.stream, page);
}

export async function loadTopics(it: Feed): Promise<void> {
  const page = await call('post:list', { channelId: it.channelId, view: 'topics' });
  it.topics.loaded.value = false;
  await join(it, it.topics, page);
}

/** Opens the thread of a root post, at its end or around one of its replies, named by its id or its seq. */
export async function openThread(
  it: Feed,
  rootId: string,
  replyId: string | null = null,
  seq?: number,
): Promise<void> {
  const around = replyId ? (await call('post:get', { postId: replyId })).seq : seq;
  const page = await call('thread:open', {
    postId: rootId,
    ...(around !== undefined && { around }),
  });
  const known = it.threads.get(rootId) ?? threadPanes(it, rootId);
  known.root.window.value = feed.take(known.root.kind, known.root.window.peek(), [page.root]);
  known.root.loaded.value = true;
  known.replies.loaded.value = false;
  await join(it, known.replies, page);
}

/** The windows of a thread, at once; the root is shown from the stream where it is there. */
export function threadPanes(it: Feed, rootId: string): { root: Pane; replies: Pane } {
  const known = it.threads.get(rootId);
  if (known) return known;
  const fresh = { root: pane(feed.single(rootId)), replies: pane(feed.thread(rootId)) };
  const root = it.stream.window.peek().posts.find((post) => post.id === rootId);
  if (root) fresh.root.window.value = feed.take(fresh.root.kind, feed.nothing, [root]);
  it.threads.set(rootId, fresh);
  return fresh;
}

/** Shows the answer to one's own change without waiting for its event; an answer that comes after it says nothing new. */
export function showAnswer(post: Post): void {
  const it = feeds.get(post.channelId);
  if (it && post.rev > it.position.rev) show(it, [post]);
}

on('feed:changed', (change) => {
  const it = feeds.get(change.channelId);
  if (it) receive(it, change);
});

on('feed:head', ({ channelId, epoch, head }) => {
  const it = feeds.get(channelId);
  if (!it || it.busy) return;
  if (epoch !== it.position.epoch) void restart(it);
  else if (head.rev > it.position.rev) void sync(it);
});

on('membership:ended', ({ channelId }) => feeds.delete(channelId));

whenConnected(() => {
  for (const it of feeds.values()) if (it.position.epoch) void sync(it);
});
