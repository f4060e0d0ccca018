/** Cuts pages out of a view; the adapters only say what lies below and above a key. */
import {
  type Range,
  type StoredPage,
  type StoredPost,
  topicKey,
  type View,
} from './posts.store.ts';

/** The posts of a view strictly below a key, nearest first, and strictly above one, nearest first. */
export interface Slice {
  below(bound: number, limit: number): Promise<StoredPost[]>;
  above(bound: number, limit: number): Promise<StoredPost[]>;
}

/** Bytes of posts in one answer or event, far below what cuts off a slow reader. */
const mostBytes = 400_000;
/** What a post brings besides its text. */
const besides = 600;

const bytesOf = ({ text, html, title, mentions, listing, reactions }: StoredPost) =>
  besides +
  [text, html ?? '', title ?? '', listing ? JSON.stringify(listing) : ''].reduce(
    (sum, part) => sum + Buffer.byteLength(part),
    0,
  ) +
  40 * (mentions.length + reactions.reduce((sum, { by }) => sum + by.length, 0));

/** The first posts that fit; at least one. */
export function fitting(posts: StoredPost[], most = mostBytes): StoredPost[] {
  let bytes = 0;
  const index = posts.findIndex((post) => {
    bytes += bytesOf(post);
    return bytes > most;
  });
  return index === -1 ? posts : posts.slice(0, Math.max(1, index));
}

const end = Number.MAX_SAFE_INTEGER;

/** A page by ascending key with the bounds between which it is complete; `to` is null at the live end, `from` 0 at the beginning. */
export async function pageOf(
  view: View,
  slice: Slice,
  { before, after, around, limit }: Range,
): Promise<Omit<StoredPage, 'head'>> {
  const key = (post: StoredPost | undefined) =>
    post ? (view.kind === 'topics' ? topicKey(post) : post.seq) : 0;

  async function downwards(bound: number, most: number, bytes = mostBytes) {
    if (most === 0) return { from: bound, posts: [] };
    const found = await slice.below(bound, most);
    const posts = fitting(found, bytes);
    return {
      from: posts.length < most && posts.length === found.length ? 0 : key(posts.at(-1)),
      posts: posts.reverse(),
    };
  }
  async function upwards(bound: number, most: number, bytes = mostBytes) {
    const found = await slice.above(bound, most);
    const posts = fitting(found, bytes);
    return {
      posts,
      to: posts.length < most && posts.length === found.length ? null : key(posts.at(-1)),
    };
  }

  if (around !== undefined) {
    const [older, newer] = await Promise.all([
      downwards(around, Math.floor(limit / 2), mostBytes / 2),
      upwards(around - 1, Math.ceil(limit / 2), mostBytes / 2),
    ]);
    return { posts: [...older.posts, ...newer.posts], from: older.from, to: newer.to };
  }
  if (after !== undefined) return { from: after + 1, ...(await upwards(after, limit)) };
  const older = await downwards(before ?? end, limit);
  return { ...older, to: before === undefined ? null : before - 1 };
}
