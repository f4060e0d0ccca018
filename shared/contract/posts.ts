/** Posts, threads and the feed that carries every change to them. */
import { z } from 'zod';
import { isEmoji } from '../emoji.ts';
import { limits } from '../limits.ts';
import { person } from './accounts.ts';
import { head, listed } from './channels.ts';
import { channelId, event, id, iso, nothing, operation } from './define.ts';
import { listing } from './listing.ts';
import { titled, written } from './text.ts';

/** Most different emoji on one post, and most members behind one emoji. */
export const maxReactions = { kinds: 20, each: 500 };
/** Posts in one page of `feed:sync`; changes beyond which a client starts afresh. */
export const syncLimits = { page: 300, total: 3000 };

const text = written(limits.post);
const title = titled(limits.title);
const emoji = z
  .string()
  .max(40)
  .refine(isEmoji, 'an emoji, as a sign or as a shortcode such as thumbsup');

/** A post as it now is. Absent fields are empty. */
export const post = z.strictObject({
  id,
  channelId: id,
  /** Dense number within the channel, never changes. */
  seq: z.int(),
  /** Number of the channel's change that last touched it. */
  rev: z.int(),
  /** Number of the change that created it: new to whoever had read the channel up to a smaller one, else changed. */
  createdRev: z.int(),
  authorId: id,
  clientId: id,
  createdAt: iso,
  /** Markdown as written. */
  text: z.string().optional(),
  /** Rendered and safe; absent when the text says it all, as one plain paragraph. */
  html: z.string().optional(),
  title: z.string().optional(),
  /** The post that opened the thread this one replies in. */
  rootId: id.optional(),
  /** A reply that stands in the channel's stream too. */
  alsoInChannel: z.literal(true).optional(),
  editedAt: iso.optional(),
  deleted: z.strictObject({ at: iso, by: z.enum(['author', 'moderator']) }).optional(),
  pinned: z.strictObject({ at: iso, by: id }).optional(),
  reactions: z.array(z.strictObject({ emoji: z.string(), by: z.array(id) })).optional(),
  replies: z
    .strictObject({ count: z.int(), lastAt: iso, lastSeq: z.int().optional(), by: z.array(id) })
    .optional(),
  mentions: z.array(id).optional(),
  /** The offer or request that the post carries, as it now is. */
  listing: listing.optional(),
});
export type Post = z.infer<typeof post>;

/** "These are, as they now are, all posts changed after `since` up to `head`." */
export const feedChange = z.strictObject({
  channelId: id,
  epoch: id,
  since: z.int(),
  head,
  posts: z.array(post),
});
export type FeedChange = z.infer<typeof feedChange>;

/**
 * A page of one view, complete between the keys `from` and `to` (null: to the live end), as of `head` or later.
 * The key of the stream and of a thread is `seq`, that of the topics the time of last activity in ms.
 */
export const page = z.strictObject({
  channelId: id,
  epoch: id,
  head,
  from: z.int(),
  to: z.int().nullable(),
  posts: z.array(post),
  people: z.array(person),
});
export type Page = z.infer<typeof page>;

/** Which part of a view: the latest posts, or those before, after or around a key, never several of these. */
const range = {
  before: z.int().optional(),
  after: z.int().optional(),
  around: z.int().optional(),
  limit: z.int().min(1).max(200).default(60),
};
const keys = ['before', 'after', 'around'] as const;

/** Refuses a range that is meant in several ways. */
const inOneWay: z.core.CheckFn<{ [key in (typeof keys)[number]]?: number | undefined }> = ({
  value,
  issues,
}) => {
  const further = keys.filter((key) => value[key] !== undefined)[1];
  if (further)
    issues.push({
      code: 'custom',
      input: value,
      path: [further],
      message: 'only one of before, after and around',
    });
};

const byId = z.strictObject({ postId: id });

export const postsOperations = [
  operation({
    name: 'channel:open',
    http: 'GET /channels/:channelId/feed',
    access: 'member',
    rate: 'read',
    input: z.strictObject({ channelId, unread: z.boolean().optional() }),
    output: z.strictObject({ listed, page, pinned: z.array(post) }),
    errors: ['not_found'],
    summary:
      'A channel with the latest page of its stream, or with `unread` the page around the first post that the caller has not read, and its key information; over the socket, its changes follow live.',
  }),
  operation({
    name: 'feed:sync',
    http: 'GET /channels/:channelId/changes',
    access: 'member',
    rate: 'read',
    input: z.strictObject({ channelId, epoch: id, since: z.int().min(0) }),
    output: z.union([
      feedChange.extend({ more: z.boolean() }),
      z.strictObject({ resync: z.literal(true) }),
    ]),
    errors: ['not_found'],
    summary:
      'What changed after `since`, 300 posts a page; new are the posts whose `createdRev` is greater than the `since` of the first page. `resync` when the database was restored or too much changed.',
  }),
  operation({
    name: 'post:list',
    http: 'GET /channels/:channelId/posts',
    access: 'member',
    rate: 'read',
    input: z
      .strictObject({ channelId, view: z.enum(['stream', 'topics']).default('stream'), ...range })
      .check(inOneWay),
    output: page,
    errors: ['not_found'],
    summary: 'A page of the stream or of the topics: the latest, or before, after or around a key.',
  }),
  operation({
    name: 'thread:open',
    http: 'GET /posts/:postId/thread',
    access: 'member',
    rate: 'read',
    input: z.strictObject({ postId: id, ...range }).check(inOneWay),
    output: page.extend({ root: post }),
    errors: ['not_found'],
    summary:
      'The thread of a post: its root and a page of replies. `postId` may be any post of the thread.',
  }),
  operation({
    name: 'post:create',
    http: 'POST /channels/:channelId/posts',
    access: 'member',
    rate: 'write',
    stores: true,
    input: z.strictObject({
      channelId,
      clientId: id,
      text,
      title: title.optional(),
      rootId: id.optional(),
      alsoInChannel: z.literal(true).optional(),
    }),
    output: post,
    errors: ['not_found', 'forbidden', 'conflict', 'too_large'],
    summary:
      'Post, or reply with `rootId`. The same `clientId` again returns the original, so a retry is safe.',
  }),
  operation({
    name: 'post:edit',
    http: 'PATCH /posts/:postId',
    access: 'member',
    rate: 'write',
    stores: true,
    input: z.strictObject({ postId: id, text, title: title.nullable().optional() }),
    output: post,
    errors: ['not_found', 'forbidden', 'conflict'],
    summary: "Edit one's own post; the first version and the latest 48 before this one are kept.",
  }),
  operation({
    name: 'post:delete',
    http: 'DELETE /posts/:postId',
    access: 'member',
    rate: 'write',
    input: byId,
    output: post,
    errors: ['not_found', 'forbidden'],
    summary: "Delete one's own post; a tombstone without content stays.",
  }),
  operation({
    name: 'post:react',
    http: 'PUT /posts/:postId/reactions/:emoji',
    access: 'member',
    rate: 'write',
    input: z.strictObject({ postId: id, emoji, on: z.boolean() }),
    output: post,
    errors: ['not_found', 'forbidden', 'conflict'],
    summary: 'Add a reaction to a post, or take it back.',
  }),
  operation({
    name: 'post:get',
    http: 'GET /posts/:postId',
    access: 'member',
    rate: 'read',
    input: byId,
    output: post,
    errors: ['not_found'],
    summary: 'One post, where the caller may see it.',
  }),
  operation({
    name: 'post:history',
    http: 'GET /posts/:postId/history',
    access: 'member',
    rate: 'read',
    input: byId,
    output: z.array(z.strictObject({ at: iso, text: z.string(), title: z.string().optional() })),
    errors: ['not_found'],
    summary:
      'The versions of a post, oldest first: as it was posted, and the latest 49; nothing for a deleted one.',
  }),
  operation({
    name: 'mention:list',
    http: 'GET /mentions',
    access: 'member',
    rate: 'read',
    input: z.strictObject({ limit: z.int().min(1).max(100).default(50) }),
    output: z.array(post),
    errors: [],
    summary: 'The latest posts that mention the caller, newest first, wherever they may look.',
  }),
  operation({
    name: 'post:preview',
    http: 'POST /preview',
    access: 'member',
    rate: 'write',
    input: z.strictObject({ text }),
    output: z.strictObject({ html: z.string() }),
    errors: [],
    summary: 'How a text will look.',
  }),
  operation({
    name: 'typing:tell',
    http: 'POST /channels/:channelId/typing',
    access: 'member',
    rate: 'signal',
    input: z.strictObject({ channelId, rootId: id.optional() }),
    output: nothing,
    errors: ['not_found', 'forbidden'],
    summary: 'Tell the others that one is writing; holds for five seconds.',
  }),
] as const;

export const postsEvents = [
  event({
    name: 'feed:changed',
    data: feedChange,
    summary:
      'One group commit of a channel: what was posted and what was changed. A post is new when its `createdRev` is greater than `since`; a reply, for example, also sends the post it answers, changed.',
  }),
  event({
    name: 'feed:head',
    data: z.strictObject({ channelId: id, epoch: id, head }),
    summary:
      'Where a channel stands, told within seconds after it moved and once a minute, so that a lost event shows itself.',
  }),
  event({
    name: 'typing:told',
    data: z.strictObject({ channelId: id, memberId: id, rootId: id.optional() }),
    summary: 'Somebody is writing; may be dropped.',
  }),
] as const;
