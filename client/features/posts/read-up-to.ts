/** How far somebody has read a stream, by what of it they have seen. */
import type { Window } from '../../../shared/feed.ts';

/**
 * The seq up to which everything was seen. It never goes over a post that was not, nor over a gap; one's own posts and
 * deleted ones need not be.
 */
export function readUpTo(
  { posts, from, to }: Pick<Window, 'posts' | 'from' | 'to'>,
  {
    readSeq,
    head,
    me,
    seen,
  }: { readSeq: number; head: number; me: string; seen: ReadonlySet<number> },
): number {
  const unread = posts.filter((post) => post.seq > readSeq);
  if (from > readSeq + 1) return readSeq;
  const stop = unread.findIndex(
    (post) => !seen.has(post.seq) && post.authorId !== me && !post.deleted,
  );
  const read = stop === -1 ? unread : unread.slice(0, stop);
  // What lies between two posts of a stream are replies, which threads count.
  const next = unread[stop]?.seq;
  const last = read.at(-1)?.seq ?? readSeq;
  return next ? next - 1 : to === null ? head : last;
}
