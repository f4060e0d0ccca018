/** Who is here, and who is writing where. */
import { signal } from '@preact/signals';
import { call, connected, on, whenConnected } from '../../api.ts';
import { account } from '../accounts/session.state.ts';

export const here = signal<ReadonlySet<string>>(new Set());

whenConnected(async () => {
  here.value = new Set(await call('presence:list', {}).catch(() => []));
});

on('presence:changed', ({ came, went }) => {
  const next = new Set(here.peek());
  for (const id of came) next.add(id);
  for (const id of went) next.delete(id);
  here.value = next;
});

/** ms that a word of typing holds, and after which it is said again. */
const holds = 5000;
const again = 3000;

const typing = signal<ReadonlyMap<string, readonly string[]>>(new Map());
const place = (channelId: string, rootId?: string | null) => `${channelId}:${rootId ?? ''}`;
const timers = new Map<string, number>();

export const typingIn = (channelId: string, rootId?: string | null) =>
  typing.value.get(place(channelId, rootId)) ?? [];

function set(where: string, next: (ids: readonly string[]) => readonly string[]) {
  typing.value = new Map(typing.peek()).set(where, next(typing.peek().get(where) ?? []));
}

function stopped(where: string, memberId: string) {
  clearTimeout(timers.get(where + memberId));
  if (timers.delete(where + memberId)) set(where, (ids) => ids.filter((id) => id !== memberId));
}

on('typing:told', ({ channelId, memberId, rootId }) => {
  if (memberId === account.peek()?.id) return;
  const where = place(channelId, rootId);
  if (!timers.has(where + memberId)) set(where, (ids) => [...ids, memberId]);
  clearTimeout(timers.get(where + memberId));
  timers.set(
    where + memberId,
    window.setTimeout(() => stopped(where, memberId), holds),
  );
});

on('feed:changed', ({ channelId, posts }) => {
  for (const { authorId, rootId } of posts) stopped(place(channelId, rootId), authorId);
});

let saidAt = 0;
let saidWhere = '';

/** Tells the others that one is writing, not more often than needed. */
export function sayTyping(channelId: string, rootId: string | null): void {
  const where = place(channelId, rootId);
  if (!connected.peek() || (where === saidWhere && Date.now() - saidAt < again)) return;
  saidAt = Date.now();
  saidWhere = where;
  void call('typing:tell', { channelId, ...(rootId && { rootId }) }).catch(() => {});
}
