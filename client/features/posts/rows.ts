/** How a window of posts is laid out: by day, under one head where an author goes on, with the line where the new begins. */
import type { Post } from '../../../shared/contract/posts.ts';

export interface Row {
  post: Post;
  /** False when it goes on under the head of the one before. */
  head: boolean;
  /** The first post the reader had not read when they came in. */
  firstNew: boolean;
}

export interface Day {
  key: string;
  iso: string;
  rows: Row[];
}

/** ms within which posts of one author stand under one head. */
const together = 5 * 60_000;

export function daysOf(posts: readonly Post[], readBefore: number, me: string): Day[] {
  const days: Day[] = [];
  const firstNew = posts.find((post) => post.seq > readBefore && post.authorId !== me);
  let last: Post | undefined;
  for (const post of posts) {
    const key = new Date(post.createdAt).toDateString();
    const newDay = days.at(-1)?.key !== key;
    if (newDay) days.push({ key, iso: post.createdAt, rows: [] });
    const goesOn =
      !newDay &&
      last?.authorId === post.authorId &&
      !last.title &&
      !post.title &&
      !last.deleted &&
      !post.deleted &&
      post !== firstNew &&
      !post.rootId === !last.rootId &&
      Date.parse(post.createdAt) - Date.parse(last.createdAt) < together;
    days.at(-1)?.rows.push({ post, head: !goesOn, firstNew: post === firstNew });
    last = post;
  }
  return days;
}
