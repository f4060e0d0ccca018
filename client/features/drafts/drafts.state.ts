/**
 * Drafts: at once on this device, a moment later on the server, and from there on the others. Changes to one's posts that
 * are not saved yet stay on this device.
 */
import { signal } from '@preact/signals';
import type { Draft } from '../../../shared/contract/drafts.ts';
import { type CallError, call, connected, on, whenConnected } from '../../api.ts';

const prefix = 'muster:draft:';
/** ms of rest after which a draft is sent, and after which it is sent again when it was not taken. */
const rest = 800;
const again = 5000;

/** What of a post was changed and is not saved. */
export interface Edit {
  postId: string;
  /** Whether it was begun in the pane of a thread. */
  inThread: boolean;
  /** What the post said when it was begun. */
  from: { text: string; title: string };
}

/** A draft, or the text of a post as it is to be. */
export type Begun = Draft & { edit?: Edit };

const key = (channelId: string, rootId: string | null) => `${channelId}:${rootId ?? ''}`;
const editKey = (postId: string) => `edit:${postId}`;
const keyOf = ({ channelId, rootId, edit }: Begun) =>
  edit ? editKey(edit.postId) : key(channelId, rootId);
const timers = new Map<string, number>();

function local(): Map<string, Begun> {
  const keys = Object.keys(localStorage).filter((name) => name.startsWith(prefix));
  return new Map(
    keys.map((name) => [
      name.slice(prefix.length),
      JSON.parse(localStorage.getItem(name) ?? 'null') as Begun,
    ]),
  );
}

export const drafts = signal<ReadonlyMap<string, Begun>>(local());

export const draftOf = (channelId: string, rootId: string | null) =>
  drafts.value.get(key(channelId, rootId));

/** What was changed of a post and is not saved. */
export const editOf = (postId: string) => drafts.value.get(editKey(postId));

/** Keeps a draft on this device. */
export function keep(draft: Begun): void {
  const name = keyOf(draft);
  drafts.value = new Map(drafts.peek()).set(name, draft);
  try {
    localStorage.setItem(prefix + name, JSON.stringify(draft));
  } catch {
    // More than the browser keeps: it lasts as long as the page.
  }
}

/** An emptied draft is remembered until the server knows, or it would come back from there. */
function forget(draft: Draft) {
  const name = keyOf(draft);
  if (drafts.peek().get(name)?.updatedAt === draft.updatedAt) drop(name);
}

function drop(name: string) {
  const next = new Map(drafts.peek());
  next.delete(name);
  drafts.value = next;
  localStorage.removeItem(prefix + name);
}

export const dropEdit = (postId: string) => drop(editKey(postId));

async function store(draft: Draft) {
  const { channelId, rootId, text, title } = draft;
  try {
    await call('draft:save', { channelId, rootId, text, title });
    if (!text && !title) forget(draft);
  } catch (error) {
    // Where the connection is gone, the next one tries again.
    if (
      connected.peek() &&
      (error as CallError).body?.retryable &&
      !timers.has(key(channelId, rootId))
    )
      storeIn(again, draft);
  }
}

function storeIn(delay: number, draft: Draft) {
  const name = key(draft.channelId, draft.rootId);
  clearTimeout(timers.get(name));
  const due = () => {
    timers.delete(name);
    void store(draft);
  };
  timers.set(name, window.setTimeout(due, delay));
}

/** Keeps what is being written. An empty text drops the draft at once, everywhere. */
export function saveDraft(
  channelId: string,
  rootId: string | null,
  text: string,
  title: string,
): void {
  const draft: Draft = { channelId, rootId, text, title, updatedAt: new Date().toISOString() };
  const name = key(channelId, rootId);
  const known = drafts.peek().get(name);
  if ((known?.text ?? '') === text && (known?.title ?? '') === title) return;
  keep(draft);
  storeIn(text || title ? rest : 0, draft);
}

on('draft:changed', (draft) => {
  // While somebody writes here, theirs is the newer one.
  if (!timers.has(key(draft.channelId, draft.rootId))) keep(draft);
});

whenConnected(async () => {
  const remote = await call('draft:list', {}).catch(() => null);
  if (!remote) return;
  const theirs = new Map(remote.map((draft) => [key(draft.channelId, draft.rootId), draft]));
  for (const draft of drafts.peek().values()) {
    if (draft.edit) continue;
    const newer = theirs.get(key(draft.channelId, draft.rootId));
    if (!newer || newer.updatedAt < draft.updatedAt) void store(draft);
  }
  for (const draft of remote) {
    const known = drafts.peek().get(key(draft.channelId, draft.rootId));
    if (!known || known.updatedAt < draft.updatedAt) keep(draft);
  }
});
