/**
 * The outbox: posts on their way. Kept in IndexedDB, so that they survive a closed tab; one in flight a channel, tried
 * again under the same clientId until the server has said yes or no.
 */
import { computed, signal } from '@preact/signals';
import { createStore, del, entries, set } from 'idb-keyval';
import { v4 as uuid } from 'uuid';
import type { Sent } from '../../../shared/contract/index.ts';
import type { ErrorBody } from '../../../shared/errors.ts';
import { CallError, call, connected, on, whenConnected } from '../../api.ts';
import { account } from '../accounts/session.state.ts';
import { draftOf, saveDraft } from '../drafts/drafts.state.ts';
import { showAnswer } from './feed.state.ts';

export interface Pending extends Sent<'post:create'> {
  authorId: string;
  createdAt: string;
  /** Why it was refused for good; absent while it is on its way. */
  refused?: ErrorBody;
}

export type Returned = Pending & { refused: ErrorBody };

const store = createStore('muster-outbox', 'posts');
const pending = signal<readonly Pending[]>([]);
/** What was refused and is back where it was written, by that place. */
const returned = signal<ReadonlyMap<string, Returned>>(new Map());
const inFlight = new Set<string>();
const pauses = new Map<string, number>();

/** What waits in a channel's stream, or in a thread. */
export const pendingIn = (channelId: string, rootId?: string) =>
  computed(() =>
    pending.value.filter(
      (post) =>
        post.channelId === channelId &&
        post.authorId === account.value?.id &&
        (rootId ? post.rootId === rootId : !post.rootId || post.alsoInChannel),
    ),
  );

const update = (clientId: string, next: (post: Pending) => Pending) => {
  pending.value = pending.value.map((post) => (post.clientId === clientId ? next(post) : post));
};

/** Takes a post for sending; it is shown at once. */
export function send(post: Omit<Sent<'post:create'>, 'clientId'>): void {
  const authorId = account.peek()?.id;
  if (!authorId) return;
  const entry: Pending = {
    ...post,
    clientId: uuid(),
    authorId,
    createdAt: new Date().toISOString(),
  };
  pending.value = [...pending.value, entry];
  void set(entry.clientId, entry, store).catch(() => {});
  void push(entry.channelId);
}

/** Tries a refused or waiting post again, now. */
export function retry(clientId: string): void {
  update(clientId, ({ refused: _refused, ...post }) => post);
  const post = pending.peek().find((entry) => entry.clientId === clientId);
  if (!post) return;
  void set(clientId, post, store).catch(() => {});
  void push(post.channelId);
}

export function discard(clientId: string): void {
  pending.value = pending.value.filter((post) => post.clientId !== clientId);
  void del(clientId, store).catch(() => {});
}

const placeOf = (channelId: string, rootId?: string | null) => `${channelId}:${rootId ?? ''}`;

/** What was refused and is to be seen again where it was written. */
export const returnedTo = (channelId: string, rootId: string | null) =>
  returned.value.get(placeOf(channelId, rootId));

export function forgetReturned(channelId: string, rootId: string | null): void {
  const next = new Map(returned.peek());
  next.delete(placeOf(channelId, rootId));
  returned.value = next;
}

/** Puts a refused post back where it was written, before whatever is being written there by now. */
export function takeBack(post: Returned): void {
  const { channelId, rootId = null, text, title = '' } = post;
  const begun = draftOf(channelId, rootId);
  const whole = begun?.text ? `${text}\n\n${begun.text}` : text;
  saveDraft(channelId, rootId, whole, title || (begun?.title ?? ''));
  returned.value = new Map(returned.peek()).set(placeOf(channelId, rootId), post);
  discard(post.clientId);
}

/**
 * A refused post goes back by itself where nothing else is being written; else it waits to be asked for, and so it does
 * where one cannot write any more.
 */
function refuse(post: Pending, refused: ErrorBody) {
  const { code, details } = refused;
  const closed = code === 'forbidden' || code === 'not_found' || details?.state === 'archived';
  const begun = draftOf(post.channelId, post.rootId ?? null);
  if (!closed && !begun?.text && !begun?.title) takeBack({ ...post, refused });
  else update(post.clientId, (known) => ({ ...known, refused }));
}

async function push(channelId: string): Promise<void> {
  if (inFlight.has(channelId) || !connected.peek()) return;
  const next = pending
    .peek()
    .find(
      (post) =>
        post.channelId === channelId && !post.refused && post.authorId === account.peek()?.id,
    );
  if (!next) return;
  inFlight.add(channelId);
  const { authorId: _authorId, createdAt: _createdAt, refused: _refused, ...input } = next;
  try {
    showAnswer(await call('post:create', input));
    discard(next.clientId);
    pauses.delete(channelId);
    inFlight.delete(channelId);
    void push(channelId);
  } catch (thrown) {
    inFlight.delete(channelId);
    const error = thrown instanceof CallError ? thrown.body : null;
    if (error && !error.retryable && error.code !== 'unauthenticated') {
      refuse(next, error);
      void push(channelId);
    } else later(channelId, Number(error?.details?.retryAfter ?? 0));
  }
}

/** @param atLeast seconds */
function later(channelId: string, atLeast: number) {
  const pause = Math.min((pauses.get(channelId) ?? 500) * 2, 30_000);
  pauses.set(channelId, pause);
  setTimeout(() => void push(channelId), Math.max(atLeast * 1000, pause * (0.5 + Math.random())));
}

// The event of one's own post may come before its answer.
on('feed:changed', ({ posts }) => {
  if (pending.peek().length === 0) return;
  const arrived = new Set(posts.map((post) => `${post.authorId} ${post.clientId}`));
  for (const { authorId, clientId } of pending.peek())
    if (arrived.has(`${authorId} ${clientId}`)) discard(clientId);
});

let restored = false;

whenConnected(async () => {
  if (!restored) {
    restored = true;
    const kept = (await entries<string, Pending>(store).catch(() => [])).map(([, post]) => post);
    const known = new Set(pending.peek().map((post) => post.clientId));
    const mine = kept.filter(
      (post) => post.authorId === account.peek()?.id && !known.has(post.clientId),
    );
    pending.value = [...mine, ...pending.peek()].sort((a, b) =>
      a.createdAt < b.createdAt ? -1 : 1,
    );
  }
  pauses.clear();
  for (const channelId of new Set(pending.peek().map((post) => post.channelId)))
    void push(channelId);
});
