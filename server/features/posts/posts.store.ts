/** The port under which posts are kept. Every method is atomic. */

import type { Head } from '../../../shared/contract/channels.ts';
import type { Listing } from '../../../shared/contract/listing.ts';

/** A post as kept; what of it travels is decided in posts.wire.ts. */
export interface StoredPost {
  id: string;
  channelId: string;
  seq: number;
  rev: number;
  /** The rev with which it was created; absent in posts from before it was kept. */
  createdRev?: number;
  authorId: string;
  clientId: string;
  /** Digest of what its author first sent: tells a retry from another post under the same clientId. */
  digest: string;
  createdAt: string;
  text: string;
  html: string | null;
  title: string | null;
  rootId: string | null;
  alsoInChannel: boolean;
  editedAt: string | null;
  deleted: { at: string; by: 'author' | 'moderator'; moderatorId?: string; reason?: string } | null;
  pinned: { at: string; by: string } | null;
  reactions: { emoji: string; by: string[] }[];
  /** `lastSeq` is absent where the last reply was kept before it was noted. */
  replies: { count: number; lastAt: string; lastSeq?: number; by: string[] } | null;
  mentions: string[];
  /** Absent in posts that were kept before there were listings. */
  listing?: Listing | null;
}

export type NewPost = Pick<
  StoredPost,
  | 'id'
  | 'channelId'
  | 'authorId'
  | 'clientId'
  | 'digest'
  | 'createdAt'
  | 'text'
  | 'html'
  | 'title'
  | 'rootId'
  | 'alsoInChannel'
  | 'mentions'
  | 'listing'
>;

/** What somebody wants changed; applied by `applyChanges` inside the store's transaction. */
export type Change =
  | { kind: 'create'; post: NewPost }
  | {
      kind: 'edit';
      postId: string;
      at: string;
      text: string;
      html: string | null;
      title: string | null;
      mentions: string[];
    }
  | {
      kind: 'delete';
      postId: string;
      rootId: string | null;
      deleted: NonNullable<StoredPost['deleted']>;
    }
  | { kind: 'react'; postId: string; emoji: string; memberId: string; on: boolean }
  | {
      kind: 'listing';
      postId: string;
      at: string;
      listing: Listing;
      text: string;
      html: string | null;
      title: string;
      mentions: string[];
    }
  | { kind: 'pin'; postId: string; pinned: StoredPost['pinned'] };

export interface PostVersion {
  postId: string;
  at: string;
  text: string;
  title: string | null;
}

/** Earlier versions of a post that are kept; with what it now says they are fifty. */
export const mostEarlier = 49;

/** Changes of one channel that are committed together. */
export interface ChangeGroup {
  channelId: string;
  changes: Change[];
}

export interface Committed {
  /** The channel's rev before. */
  since: number;
  /** How many of the posts are new. */
  created: number;
  head: Head;
  /** Every post that changed, as it now is, by rev. */
  posts: StoredPost[];
  /** For each change the post as it now is, or why it was refused. */
  results: (StoredPost | Error)[];
}

export type View =
  | { kind: 'stream'; channelId: string }
  | { kind: 'topics'; channelId: string }
  | { kind: 'thread'; channelId: string; rootId: string };

/** Part of a view by its key, `seq` or for topics the time of last activity: the latest, or before, after or around one. */
export interface Range {
  before?: number | undefined;
  after?: number | undefined;
  around?: number | undefined;
  limit: number;
}

/** Posts by key, complete between `from` and `to`; null: up to the live end. `head` was read before them. */
export interface StoredPage {
  head: Head;
  posts: StoredPost[];
  from: number;
  to: number | null;
}

export interface PostsStore {
  /** The random id of the database, new after a restore. */
  epoch(): Promise<string>;
  /**
   * Commits groups of different channels, durably. One promise a group, so that a slow channel does not hold up the
   * others. A group is committed whole; a refused change (see Committed.results) never fails its neighbours.
   */
  commit(groups: ChangeGroup[]): Promise<Committed>[];
  post(id: string): Promise<StoredPost | null>;
  page(view: View, range: Range): Promise<StoredPage>;
  /** Posts with a rev above `since`, by rev. `head` was read before them. */
  changedSince(
    channelId: string,
    since: number,
    limit: number,
  ): Promise<{ head: Head; posts: StoredPost[] }>;
  pinned(channelId: string): Promise<StoredPost[]>;
  /** Posts that mention a member, newest first. */
  mentioning(memberId: string, limit: number): Promise<StoredPost[]>;
  /** Posts of an author that are not deleted and carry no listing, in any order. */
  plainBy(authorId: string, limit: number): Promise<StoredPost[]>;
  /** Earlier versions of a post, oldest first: the one that was posted and the latest, `mostEarlier` in all. */
  versions(postId: string): Promise<PostVersion[]>;
}

/** The key of a titled post in the topics view: its last activity, ms since 1970. */
export const topicKey = (post: Pick<StoredPost, 'createdAt' | 'replies'>) =>
  Date.parse(post.replies?.lastAt ?? post.createdAt);

export const isTopic = (post: StoredPost) =>
  post.title !== null && post.rootId === null && post.deleted === null;

export const inStream = (post: Pick<StoredPost, 'rootId' | 'alsoInChannel'>) =>
  post.rootId === null || post.alsoInChannel;
