/**
 * The feed as a reader keeps it: windows onto a channel's posts, and the one rule by which live events, catch-up and
 * pages are taken over. Pure; used by the client and proved by the tests.
 */
import type { FeedChange, Post } from './contract/posts.ts';

/** What belongs in a window and by which rising key it is ordered. */
export interface Kind {
  has(post: Post): boolean;
  key(post: Post): number;
}

/** Posts by key, complete between `from` and `to`; null: up to the live end. */
export interface Window {
  readonly posts: readonly Post[];
  readonly from: number;
  readonly to: number | null;
}

const bySeq = (post: Post) => post.seq;

export const stream: Kind = {
  has: (post) => !post.rootId || post.alsoInChannel === true,
  key: bySeq,
};
export const thread = (rootId: string): Kind => ({
  has: (post) => post.rootId === rootId,
  key: bySeq,
});
export const single = (postId: string): Kind => ({ has: (post) => post.id === postId, key: bySeq });
export const pinned: Kind = {
  has: (post) => post.pinned !== undefined,
  key: (post) => Date.parse(post.pinned?.at ?? post.createdAt),
};
export const topics: Kind = {
  has: (post) => post.title !== undefined && !post.rootId && !post.deleted,
  key: (post) => Date.parse(post.replies?.lastAt ?? post.createdAt),
};

export const nothing: Window = { posts: [], from: 0, to: null };

const covers = ({ from, to }: Window, key: number) => key >= from && (to === null || key <= to);

/** Takes posts over into a window: the later rev of a post wins, whatever the order in which they come. */
export function take(kind: Kind, window: Window, changed: readonly Post[]): Window {
  let { posts } = window;
  for (const post of changed) {
    const at = posts.findIndex((known) => known.id === post.id);
    const known = posts[at];
    if (known && known.rev >= post.rev) continue;
    const belongs = kind.has(post) && covers(window, kind.key(post));
    if (!known && !belongs) continue;
    const others = known ? posts.toSpliced(at, 1) : posts;
    posts = belongs ? insert(kind, others, post) : others;
  }
  return posts === window.posts ? window : { ...window, posts };
}

function insert(kind: Kind, posts: readonly Post[], post: Post): readonly Post[] {
  const key = kind.key(post);
  const after = posts.findLastIndex(
    (other) => kind.key(other) < key || (kind.key(other) === key && other.id < post.id),
  );
  return posts.toSpliced(after + 1, 0, post);
}

/** Joins a page to a window it meets or overlaps; a page that lies apart replaces the window. */
export function join(kind: Kind, window: Window, page: Window): Window {
  const apart = (low: Window, high: Window) => low.to !== null && low.to + 1 < high.from;
  if (apart(page, window) || apart(window, page))
    return { posts: page.posts, from: page.from, to: page.to };
  const from = Math.min(window.from, page.from);
  const to = window.to === null || page.to === null ? null : Math.max(window.to, page.to);
  return take(kind, { ...window, from, to }, page.posts);
}

/** Keeps at most so many posts, dropping the oldest or the newest. */
export function trim(kind: Kind, window: Window, most: number, drop: 'oldest' | 'newest'): Window {
  const surplus = window.posts.length - most;
  if (surplus <= 0) return window;
  const posts = drop === 'oldest' ? window.posts.slice(surplus) : window.posts.slice(0, most);
  const edge = posts[drop === 'oldest' ? 0 : most - 1];
  if (!edge) return window;
  return drop === 'oldest'
    ? { ...window, posts, from: kind.key(edge) }
    : { ...window, posts, to: kind.key(edge) };
}

/** Where a reader stands in a channel. */
export interface Position {
  epoch: string;
  rev: number;
}

/**
 * What a reader at a position does with a change: take it over and move to its head, ignore what they already have,
 * fill the gap before it first, or start afresh because the database is another.
 */
export function verdict(
  position: Position,
  change: Pick<FeedChange, 'epoch' | 'since' | 'head'>,
): 'take' | 'ignore' | 'gap' | 'afresh' {
  if (change.epoch !== position.epoch) return 'afresh';
  if (change.head.rev <= position.rev) return 'ignore';
  return change.since > position.rev ? 'gap' : 'take';
}
