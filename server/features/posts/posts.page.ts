/** Cuts pages out of a view; the adapters only say what lies below and above a key. */
import { type Range, type StoredPage, type StoredPost, topicKey, type View } from './posts.store.ts';

/** The posts of a view strictly below a key, nearest first, and strictly above one, nearest first. */
export interface Slice {
  below(bound: number, limit: number): Promise<StoredPost[]>;
  above(bound: number, limit: number): Promise<StoredPost[]>;
}

const end = Number.MAX_SAFE_INTEGER;

/** A page by ascending key with the bounds between which it is complete; `to` is null at the live end, `from` 0 at the beginning. */
export async function pageOf(view: View, slice: Slice, { before, after, around, limit }: Range): Promise<Omit<StoredPage, 'head'>> {
  const key = (post: StoredPost | undefined) => (post ? (view.kind === 'topics' ? topicKey(post) : post.seq) : 0);
  const half = Math.ceil(limit / 2);

  async function downwards(bound: number, most: number) {
    const posts = await slice.below(bound, most);
    return { posts: posts.reverse(), from: posts.length < most ? 0 : key(posts[0]) };
  }
  async function upwards(bound: number, most: number) {
    const posts = await slice.above(bound, most);
    return { posts, to: posts.length < most ? null : key(posts.at(-1)) };
  }

  if (around !== undefined) {
    const [older, newer] = await Promise.all([downwards(around, half), upwards(around - 1, half)]);
    return { posts: [...older.posts, ...newer.posts], from: older.from, to: newer.to };
  }
  if (after !== undefined) return { from: after + 1, ...(await upwards(after, limit)) };
  const older = await downwards(before ?? end, limit);
  return { ...older, to: before === undefined ? null : before - 1 };
}
