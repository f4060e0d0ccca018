/** How changes become posts: the pure heart of a commit, the same for every adapter. */
import type { Head } from '../../../shared/contract/channels.ts';
import { maxReactions } from '../../../shared/contract/posts.ts';
import { emojiName, sameEmoji } from '../../../shared/emoji.ts';
import { conflict, notFound } from '../../core/errors.ts';
import type { Change, NewPost, PostVersion, StoredPost } from './posts.store.ts';
import type { ThreadMarkRecord } from './threads.store.ts';

/** What a store must load before it can apply a group. */
export function needed(changes: Change[]): {
  ids: string[];
  clients: { authorId: string; clientId: string }[];
} {
  const ids = new Set<string>();
  const clients: { authorId: string; clientId: string }[] = [];
  for (const change of changes) {
    if (change.kind === 'create') {
      clients.push(change.post);
      if (change.post.rootId) ids.add(change.post.rootId);
    } else {
      ids.add(change.postId);
      if (change.kind === 'delete' && change.rootId) ids.add(change.rootId);
    }
  }
  return { ids: [...ids], clients };
}

export interface Folded {
  head: Head;
  /** Changed posts in their last state, by rev. */
  posts: StoredPost[];
  results: (StoredPost | Error)[];
  versions: PostVersion[];
  /** Deleted posts, whose versions and mentions go too. */
  purged: StoredPost[];
  /** Who takes part in threads by these changes, and what of them they have seen; whoever did before has a mark already. */
  taking: ThreadMarkRecord[];
}

const clientKey = (post: Pick<StoredPost, 'authorId' | 'clientId'>) =>
  `${post.authorId}:${post.clientId}`;

/**
 * Applies changes in their order to a channel at `head`, given the posts that `needed` named. Every applied change
 * takes the next rev, every new post the next seq; a refused one takes nothing.
 */
export function applyChanges(head: Head, loaded: StoredPost[], changes: Change[]): Folded {
  let { rev, seq } = head;
  const byId = new Map(loaded.map((post) => [post.id, post]));
  const byClient = new Map(loaded.map((post) => [clientKey(post), post.id]));
  const touched = new Set<string>();
  const versions: PostVersion[] = [];
  const purged: StoredPost[] = [];
  const taking: ThreadMarkRecord[] = [];

  /** Brings members into the thread that a post belongs to. */
  function takePart({ id, rootId, channelId }: StoredPost, memberIds: string[], readSeq: number) {
    for (const memberId of memberIds)
      taking.push({ memberId, rootId: rootId ?? id, channelId, readSeq });
  }

  /** Gives a state of a post, made for this, the next rev. */
  function stamp(post: StoredPost): StoredPost {
    post.rev = ++rev;
    byId.set(post.id, post);
    touched.add(post.id);
    return post;
  }

  function living(id: string): StoredPost {
    const post = byId.get(id);
    if (!post) throw notFound('post');
    if (post.deleted) throw conflict('The post was deleted.', { state: 'deleted' });
    return post;
  }

  function create(post: NewPost): StoredPost {
    const earlier = byId.get(byClient.get(clientKey(post)) ?? '');
    if (earlier) {
      if (earlier.digest === post.digest) return earlier;
      throw conflict('Another post was already sent under this clientId.', {
        reason: 'SENT_OTHERWISE',
        postId: earlier.id,
      });
    }
    const root = post.rootId ? living(post.rootId) : null;
    // Written out, for a thousand in one turn: what is spread and then grown costs several times as much.
    const created = stamp({
      id: post.id,
      channelId: post.channelId,
      seq: ++seq,
      rev: 0,
      createdRev: rev + 1,
      authorId: post.authorId,
      clientId: post.clientId,
      digest: post.digest,
      createdAt: post.createdAt,
      text: post.text,
      html: post.html,
      title: post.title,
      rootId: post.rootId,
      alsoInChannel: post.alsoInChannel,
      editedAt: null,
      deleted: null,
      pinned: null,
      reactions: [],
      replies: null,
      mentions: post.mentions,
      listing: post.listing ?? null,
    });
    byClient.set(clientKey(post), post.id);
    if (root) {
      takePart(created, [post.authorId], created.seq);
      const others = [root.authorId, ...post.mentions, ...(root.replies ? [] : root.mentions)];
      takePart(created, others, created.seq - 1);
      const by = [
        post.authorId,
        ...(root.replies?.by ?? []).filter((id) => id !== post.authorId),
      ].slice(0, 3);
      stamp({
        ...root,
        replies: {
          count: (root.replies?.count ?? 0) + 1,
          lastAt: post.createdAt,
          lastSeq: created.seq,
          by,
        },
      });
    }
    return created;
  }

  function remove(change: Extract<Change, { kind: 'delete' }>): StoredPost {
    const known = byId.get(change.postId);
    if (known?.deleted) return known;
    const post = living(change.postId);
    const tombstone = stamp({
      ...post,
      text: '',
      html: null,
      title: null,
      reactions: [],
      mentions: [],
      pinned: null,
      editedAt: null,
      listing: null,
      deleted: change.deleted,
    });
    purged.push(tombstone);
    const root = post.rootId ? byId.get(post.rootId) : undefined;
    if (root?.replies)
      stamp({ ...root, replies: { ...root.replies, count: root.replies.count - 1 } });
    return tombstone;
  }

  /** A post in other words, the earlier ones kept; the same post when they are not. */
  function reworded(
    post: StoredPost,
    {
      text,
      html,
      title,
      mentions,
      at,
    }: Pick<Extract<Change, { kind: 'edit' }>, 'text' | 'html' | 'title' | 'mentions' | 'at'>,
  ): StoredPost {
    if (post.text === text && post.title === title) return post;
    versions.push({
      postId: post.id,
      at: post.editedAt ?? post.createdAt,
      text: post.text,
      title: post.title,
    });
    // What stood in a thread before one was mentioned in its first post is not news.
    const fresh = mentions.filter((memberId) => !post.mentions.includes(memberId));
    if (post.rootId) takePart(post, fresh, post.seq - 1);
    else if (post.replies) takePart(post, fresh, seq);
    return { ...post, text, html, title, mentions, editedAt: at };
  }

  function apply(change: Change): StoredPost {
    switch (change.kind) {
      case 'create':
        return create(change.post);
      case 'edit': {
        const post = living(change.postId);
        const edited = reworded(post, change);
        return edited === post ? post : stamp(edited);
      }
      case 'delete':
        return remove(change);
      case 'react': {
        const post = living(change.postId);
        const reactions = react(post.reactions, change);
        return reactions === post.reactions ? post : stamp({ ...post, reactions });
      }
      case 'listing': {
        const post = living(change.postId);
        return (post.listing?.version ?? 0) >= change.listing.version
          ? post
          : stamp({ ...reworded(post, change), listing: change.listing });
      }
      case 'pin': {
        const post = living(change.postId);
        return (post.pinned === null) === (change.pinned === null)
          ? post
          : stamp({ ...post, pinned: change.pinned });
      }
    }
  }

  const outcomes = changes.map((change) => {
    try {
      return apply(change).id;
    } catch (refusal) {
      return refusal as Error;
    }
  });
  const results = outcomes.map((outcome) =>
    typeof outcome === 'string' ? (byId.get(outcome) as StoredPost) : outcome,
  );
  const posts = [...touched].map((id) => byId.get(id) as StoredPost).sort((a, b) => a.rev - b.rev);
  return { head: { rev, seq }, posts, results, versions, purged, taking };
}

function react(
  reactions: StoredPost['reactions'],
  { emoji, memberId, on }: { emoji: string; memberId: string; on: boolean },
): StoredPost['reactions'] {
  const known = reactions.find((reaction) => sameEmoji(reaction.emoji, emoji));
  const by = known?.by ?? [];
  if (by.includes(memberId) === on) return reactions;
  if (on && by.length === 0 && reactions.length >= maxReactions.kinds)
    throw conflict('The post has as many different reactions as it can.', {
      reason: 'TOO_MANY_REACTIONS',
    });
  if (on && by.length >= maxReactions.each)
    throw conflict('As many members as can be counted already reacted so.', {
      reason: 'TOO_MANY_REACTIONS',
    });
  const next = on ? [...by, memberId] : by.filter((id) => id !== memberId);
  if (!known) return [...reactions, { emoji: emojiName(emoji), by: next }];
  return reactions
    .map((reaction) => (reaction === known ? { ...known, by: next } : reaction))
    .filter((reaction) => reaction.by.length > 0);
}
