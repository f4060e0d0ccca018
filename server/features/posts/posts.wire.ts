/** What of a stored post travels: absent fields are empty, a tombstone has no content and no reason. */
import type { Post } from '../../../shared/contract/posts.ts';
import type { StoredPost } from './posts.store.ts';

export function toWire(post: StoredPost): Post {
  const { id, channelId, seq, rev, authorId, clientId, createdAt, deleted } = post;
  // What was posted before this was kept is older than anybody asks about.
  const { createdRev = seq } = post;
  const wire: Post = { id, channelId, seq, rev, createdRev, authorId, clientId, createdAt };
  if (post.rootId) wire.rootId = post.rootId;
  if (post.alsoInChannel) wire.alsoInChannel = true;
  if (post.replies && post.replies.count > 0) wire.replies = post.replies;
  if (deleted) {
    wire.deleted = { at: deleted.at, by: deleted.by };
    return wire;
  }
  wire.text = post.text;
  if (post.html !== null) wire.html = post.html;
  if (post.title !== null) wire.title = post.title;
  if (post.editedAt) wire.editedAt = post.editedAt;
  if (post.pinned) wire.pinned = post.pinned;
  if (post.reactions.length > 0) wire.reactions = post.reactions;
  if (post.mentions.length > 0) wire.mentions = post.mentions;
  if (post.listing) wire.listing = post.listing;
  return wire;
}
