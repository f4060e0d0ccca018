/** The threads that one takes part in, kept live: what was not seen of each, told by the feed and by one's other devices. */
import type { EventData } from '../../../shared/contract/index.ts';
import type { Post } from '../../../shared/contract/posts.ts';
import type { ThreadMark } from '../../../shared/contract/threads.ts';
import { call, connected, on, whenConnected } from '../../api.ts';
import { account } from '../accounts/session.state.ts';
import { channelById } from '../channels/channels.state.ts';
import { unseenReplies } from './replies.state.ts';

interface Mark {
  channelId: string;
  readSeq: number;
  /** Replies not seen by seq, and whether they stand in the stream, too. */
  unseen: Map<number, boolean>;
}

const marks = new Map<string, Mark>();
const pageSize = 200;
/** Counts the loads: one that was overtaken stops. */
let loads = 0;
/** Changes that came while the list was being loaded, which may be older than them. */
let early: EventData<'feed:changed'>[] | null = null;

function show() {
  const next = new Map(
    [...marks].flatMap(([rootId, { channelId, unseen }]) =>
      unseen.size > 0
        ? [[rootId, { channelId, seqs: [...unseen.keys()].sort((a, b) => a - b) }]]
        : [],
    ),
  );
  if (next.size + unseenReplies.peek().size > 0) unseenReplies.value = next;
}

const fromWire = ({ channelId, readSeq, unread, alsoInChannel }: ThreadMark): Mark => ({
  channelId,
  readSeq,
  unseen: new Map(unread.map((seq) => [seq, alsoInChannel.includes(seq)])),
});

async function load() {
  const mine = ++loads;
  early = [];
  const fresh = new Map<string, Mark>();
  for (let before: string | undefined, more = true; more; ) {
    const page = await call('thread:list', { ...(before && { before }), limit: pageSize });
    if (mine !== loads) return;
    for (const mark of page) fresh.set(mark.rootId, fromWire(mark));
    before = page.at(-1)?.rootId;
    more = page.length === pageSize;
  }
  marks.clear();
  for (const [rootId, mark] of fresh) marks.set(rootId, mark);
  const missed = early;
  early = null;
  for (const change of missed) take(change);
  show();
}

let known = () => {};
/** When the threads were loaded once, or could not be. */
export const marked = new Promise<void>((resolve) => {
  known = resolve;
});

const keepLoading = () =>
  void load()
    .catch(() => {})
    .finally(known);

/** The mark of a reply's thread; made when the reply, just created, brings one into it. */
function markFor(post: Post, rootId: string, { since, posts }: EventData<'feed:changed'>) {
  const known = marks.get(rootId);
  if (known) return known;
  const me = account.peek()?.id ?? '';
  const root = posts.find(({ id }) => id === rootId);
  const concerns = (it: Post | undefined) => it?.authorId === me || it?.mentions?.includes(me);
  const joins = post.mentions?.includes(me) || (post.createdRev > since && concerns(post));
  if (!joins && !(post.createdRev > since && concerns(root))) return undefined;
  const readSeq = post.authorId === me ? post.seq : post.seq - 1;
  const mark: Mark = { channelId: post.channelId, readSeq, unseen: new Map() };
  marks.set(rootId, mark);
  return mark;
}

function take(change: EventData<'feed:changed'>) {
  const membership = channelById(change.channelId)?.membership;
  if (!membership) return;
  for (const post of change.posts) {
    const mark = post.rootId && markFor(post, post.rootId, change);
    if (!mark) continue;
    const also = post.alsoInChannel === true;
    const seen = post.seq <= mark.readSeq || (also && post.seq <= membership.readSeq);
    if (seen || post.deleted || post.authorId === account.peek()?.id) mark.unseen.delete(post.seq);
    else mark.unseen.set(post.seq, also);
  }
}

on('feed:changed', (change) => {
  if (!change.posts.some(({ rootId }) => rootId)) return;
  early?.push(change);
  take(change);
  show();
});

function seen(rootId: string, readSeq: number) {
  const mark = marks.get(rootId);
  if (!mark) return;
  mark.readSeq = Math.max(mark.readSeq, readSeq);
  for (const seq of mark.unseen.keys()) if (seq <= mark.readSeq) mark.unseen.delete(seq);
  show();
}

on('thread:seen', ({ rootId, readSeq }) => seen(rootId, readSeq));

// A reply that stands in the stream, too, is seen there.
on('read:changed', ({ channelId, readSeq }) => {
  for (const mark of marks.values())
    if (mark.channelId === channelId)
      for (const [seq, also] of mark.unseen) if (also && seq <= readSeq) mark.unseen.delete(seq);
  show();
});

on('membership:ended', ({ channelId }) => {
  for (const [rootId, mark] of marks) if (mark.channelId === channelId) marks.delete(rootId);
  show();
});
on('membership:started', keepLoading);

/** Says that replies of a thread were in view: those before one that was not stay unseen. */
export function tellSeen(rootId: string, inView: ReadonlySet<number>): void {
  let last = 0;
  for (const seq of unseenReplies.peek().get(rootId)?.seqs ?? []) {
    if (!inView.has(seq)) break;
    last = seq;
  }
  if (last === 0) return;
  seen(rootId, last);
  void call('thread:read', { postId: rootId, seq: last }).catch(() => {});
}

whenConnected(keepLoading);
if (connected.peek()) keepLoading();
