/** Threads that a member takes part in, and how far they have seen their replies. */
import { z } from 'zod';
import { event, id, nothing, operation } from './define.ts';

/** Unread replies that are named of each thread; there may be more. */
export const mostUnread = 100;
const mostListed = 200;

/** A thread in which the caller wrote, or was mentioned. */
export const threadMark = z.strictObject({
  channelId: id,
  rootId: id,
  /** Everything up to this seq was seen. */
  readSeq: z.int(),
  /** The seqs of the latest replies by others that were not seen, ascending; deleted ones are not among them. */
  unread: z.array(z.int()).max(mostUnread),
  /** Those of them that stand in the channel's stream, too. */
  alsoInChannel: z.array(z.int()).max(mostUnread),
});
export type ThreadMark = z.infer<typeof threadMark>;

export const threadsOperations = [
  operation({
    name: 'thread:list',
    http: 'GET /threads',
    access: 'member',
    rate: 'read',
    input: z.strictObject({
      before: id.optional(),
      limit: z.int().min(1).max(mostListed).default(mostListed),
    }),
    output: z.array(threadMark),
    errors: [],
    summary: `The threads that the caller takes part in, by the id of their first post, newest first, ${mostListed} a page: they wrote in it, or were mentioned. A thread without replies is none yet. What was read in the channel's stream is not unread.`,
  }),
  operation({
    name: 'thread:read',
    http: 'PUT /posts/:postId/read',
    access: 'member',
    rate: 'signal',
    input: z.strictObject({ postId: id, seq: z.int().min(0) }),
    output: nothing,
    errors: ['not_found'],
    summary:
      'Say that the replies in a thread were seen up to a seq; it never goes back. Of a thread that the caller takes no part in nothing is kept.',
  }),
] as const;

export const threadsEvents = [
  event({
    name: 'thread:seen',
    data: z.strictObject({ channelId: id, rootId: id, readSeq: z.int() }),
    summary: 'How far the caller has seen the replies in a thread, told to all their devices.',
  }),
] as const;
