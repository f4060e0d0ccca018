/** The caller's channels: their order, unread counts and mentions, live. */
import { computed, signal } from '@preact/signals';
import type { Channel, Head, Listed } from '../../../shared/contract/channels.ts';
import type { Post } from '../../../shared/contract/posts.ts';
import { CallError, call, connected, on, whenConnected } from '../../api.ts';
import { account } from '../accounts/session.state.ts';
import { newRepliesIn } from '../posts/replies.state.ts';

const list = signal<ReadonlyMap<string, Listed>>(new Map());
/** False until the last page was there once. */
const loaded = signal(false);

/** Latest activity first; undefined until loaded. */
export const channels = computed(() =>
  loaded.value
    ? [...list.value.values()].sort((a, b) =>
        a.activeAt < b.activeAt ? 1 : a.activeAt > b.activeAt ? -1 : 0,
      )
    : undefined,
);
export const joined = computed(() =>
  channels.value?.filter(({ membership, channel }) => membership && !channel.archivedAt),
);
/** The first channel of the forum that one is in: where one lands. */
export const firstChannel = computed(() =>
  joined.value
    ?.map(({ channel }) => channel)
    .filter(({ kind }) => kind === 'open')
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .at(0),
);
export const unreadTotal = computed(
  () => joined.value?.filter((it) => unread(it) + newRepliesIn(it.channel.id) > 0).length ?? 0,
);

/** Mentions in what one has not read yet. */
export const mentionsTotal = computed(
  () => joined.value?.reduce((sum, { mentions }) => sum + mentions, 0) ?? 0,
);

const beyond = (seqs: readonly number[], { membership }: Pick<Listed, 'membership'>) =>
  seqs.filter((seq) => membership && seq > membership.readSeq).length;

export const unread = (it: Listed) =>
  it.membership ? Math.max(0, it.head.seq - it.membership.readSeq - beyond(it.deleted, it)) : 0;
export const channelById = (id: string) => list.value.get(id);
export const channelBySlug = (slug: string) =>
  channels.value?.find(({ channel }) => channel.slug === slug);

/** What is known of a channel's posts one by one: an answer about one channel does not say it. */
export function namedOf(id: string): Pick<Listed, 'mentions' | 'mentionedIn' | 'deleted'> {
  const { mentions = 0, mentionedIn = [], deleted = [] } = list.peek().get(id) ?? {};
  return { mentions, mentionedIn, deleted };
}

function change(id: string, next: (known: Listed) => Listed) {
  const known = list.peek().get(id);
  if (!known) return;
  const changed = next(known);
  changed.mentions = beyond(changed.mentionedIn, changed);
  list.value = new Map(list.peek()).set(id, changed);
}

/** Counts the loads: one that was overtaken stops. */
let loads = 0;
/** Channels heard of since the last load began: in its pages, or by an event. */
let heardOf = new Set<string>();

export const put = (listed: Listed) => putAll([listed]);

function putAll(page: readonly Listed[]): void {
  const next = new Map(list.peek());
  for (const listed of page) {
    next.set(listed.channel.id, listed);
    heardOf.add(listed.channel.id);
  }
  list.value = next;
}

const pageSize = 150;

/** Loads page by page; what happens meanwhile is told by events, as ever. */
async function load() {
  const mine = ++loads;
  heardOf = new Set();
  for (let after: string | undefined, more = true; more; ) {
    const page = await call('channel:list', { ...(after && { after }), limit: pageSize });
    if (mine !== loads) return;
    putAll(page);
    after = page.at(-1)?.channel.id;
    more = page.length === pageSize;
  }
  // The rest was there before a connection was lost, and is not one's to see any more.
  list.value = new Map([...list.peek()].filter(([id]) => heardOf.has(id)));
  loaded.value = true;
}

function keepLoading(): void {
  load().catch((thrown) => {
    const mine = loads;
    const seconds = thrown instanceof CallError ? Number(thrown.body.details?.retryAfter ?? 2) : 2;
    setTimeout(() => mine === loads && connected.peek() && keepLoading(), seconds * 1000);
  });
}

whenConnected(keepLoading);

on('membership:started', put);
on('membership:changed', ({ channelId, membership }) =>
  change(channelId, (known) => ({ ...known, membership })),
);
on('membership:ended', ({ channelId, private: hidden }) => {
  if (!hidden) return change(channelId, (known) => ({ ...known, membership: null }));
  const next = new Map(list.peek());
  next.delete(channelId);
  list.value = next;
});
on('channel:changed', (channel: Channel) => {
  if (list.peek().has(channel.id)) change(channel.id, (known) => ({ ...known, channel }));
  else if (channel.kind === 'open')
    put({
      channel,
      head: { rev: 0, seq: 0 },
      activeAt: channel.createdAt,
      membership: null,
      ...namedOf(''),
    });
});

/** Seqs of posts of which something holds, once some of them have changed. */
const noted = (
  seqs: readonly number[],
  posts: readonly Post[],
  holds: (post: Post) => boolean | undefined,
) => [
  ...seqs.filter((seq) => posts.every((post) => post.seq !== seq)),
  ...posts.filter(holds).map(({ seq }) => seq),
];

function advance(id: string, head: Head, posts: readonly Post[] = [], activeAt = '') {
  const me = account.peek()?.id ?? '';
  change(id, (known) => ({
    ...known,
    head: { rev: Math.max(known.head.rev, head.rev), seq: Math.max(known.head.seq, head.seq) },
    activeAt: activeAt > known.activeAt ? activeAt : known.activeAt,
    mentionedIn: noted(known.mentionedIn, posts, ({ mentions }) => mentions?.includes(me)),
    deleted: noted(known.deleted, posts, ({ deleted }) => deleted !== undefined),
  }));
}

on('feed:head', ({ channelId, head }) => {
  const known = list.peek().get(channelId);
  if (known && head.seq > known.head.seq) advance(channelId, head);
});

on('feed:changed', ({ channelId, head, posts }) => {
  const known = list.peek().get(channelId);
  if (!known) return;
  const me = account.peek()?.id ?? '';
  const fresh = posts.filter((post) => post.seq > known.head.seq);
  advance(channelId, head, posts, fresh.at(-1)?.createdAt);
  // What one wrote oneself is read, unless something of others was not.
  if (fresh.length > 0 && unread(known) === 0 && fresh.every(({ authorId }) => authorId === me))
    markRead(channelId, head.seq);
});

on('read:changed', ({ channelId, readSeq }) =>
  change(channelId, (known) => ({
    ...known,
    membership: known.membership && { ...known.membership, readSeq },
  })),
);

/** Says that a channel is read up to a seq; shown at once, told to the server. */
export function markRead(channelId: string, seq: number): void {
  const membership = list.peek().get(channelId)?.membership;
  if (!membership || membership.readSeq >= seq) return;
  change(channelId, (known) => ({
    ...known,
    membership: { ...membership, readSeq: seq },
  }));
  void call('channel:read', { channelId, seq }).catch(() => {});
}

export async function joinChannel(channelId: string): Promise<void> {
  put(await call('channel:join', { channelId }));
}
