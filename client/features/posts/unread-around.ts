/** What of a stream was not read, above and below what is in view. */
import type { Window } from '../../../shared/feed.ts';

/** How many posts that were not read lie above and below what is in view; what is not loaded counts as a whole. */
export function unreadAround(
  { posts, from, to }: Pick<Window, 'posts' | 'from' | 'to'>,
  {
    readSeq,
    unread,
    head,
    me,
    view: [first, last],
  }: {
    readSeq: number;
    unread: number;
    head: number;
    me: string;
    view: [first: number, last: number];
  },
): { above: number; below: number } {
  const known = posts.filter(
    ({ seq, authorId, deleted }) => seq > readSeq && authorId !== me && !deleted,
  );
  const above = known.filter(({ seq }) => seq < first).length;
  const below = known.filter(({ seq }) => seq > last).length;
  const rest = Math.max(0, unread - known.length);
  if (to === null) return { above: from > readSeq + 1 ? above + rest : above, below };
  const later = from > readSeq + 1 ? Math.min(rest, Math.max(0, head - to)) : rest;
  return { above: above + rest - later, below: below + later };
}
