/** The caller's channels: their order, unread counts and mentions, live. */
import { computed, signal } from '@preact/signals';
import type { Channel, Head, Listed } from '../../../shared/contract/channels.ts';
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

export const unread = ({ head, membership }: Listed) =>
  membership ? Math.max(0, head.seq - membership.readSeq) : 0;
export const channelById = (id: string) => list.value.get(id);
export const channelBySlug = (slug: string) =>
  channels.value?.find(({ channel }) => channel.slug === slug);

function change(id: string, next: (known: Listed) => Listed) {
  const known = list.peek().get(id);
  if (known) list.value = new Map(list.peek()).set(id, next(known));
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
  if (!hidden) return change(channelId, (known) => ({ ...known, membership: null, mentions: 0 }));
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
      mentions: 0,
    });
});

function advance(id: string, head: Head, activeAt = '', mentions = 0) {
  change(id, (known) => ({
    ...known,
    head: { rev: Math.max(known.head.rev, head.rev), seq: Math.max(known.head.seq, head.seq) },
    activeAt: activeAt > known.activeAt ? activeAt : known.activeAt,
    mentions: known.mentions + mentions,
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
  const mentions = fresh.filter((post) => post.mentions?.includes(me)).length;
  advance(channelId, head, fresh.at(-1)?.createdAt, mentions);
  // What one wrote oneself is read, unless something of others was not.
  if (fresh.length > 0 && unread(known) === 0 && fresh.every(({ authorId }) => authorId === me))
    markRead(channelId, head.seq);
});

on('read:changed', ({ channelId, readSeq }) =>
  change(channelId, (known) => {
    if (!known.membership) return known;
    return {
      ...known,
      membership: { ...known.membership, readSeq },
      mentions: readSeq >= known.head.seq ? 0 : known.mentions,
    };
  }),
);

/** Says that a channel is read up to a seq; shown at once, told to the server. */
export function markRead(channelId: string, seq: number): void {
  const membership = list.peek().get(channelId)?.membership;
  if (!membership || membership.readSeq >= seq) return;
  change(channelId, (known) => ({
    ...known,
    mentions: 0,
    membership: { ...membership, readSeq: seq },
  }));
  void call('channel:read', { channelId, seq }).catch(() => {});
}

export async function joinChannel(channelId: string): Promise<void> {
  put(await call('channel:join', { channelId }));
}
