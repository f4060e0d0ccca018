/** The collections of posts and of their earlier versions on MongoDB. */
import { Schema } from 'mongoose';
import { fromDoc, type Mongo, modelOf } from '../../storage/mongo.ts';
import { inStream, isTopic, type PostVersion, type StoredPost, topicKey } from './posts.store.ts';

/** `inStream`, `topicAt` and `isPinned` are there for the indexes alone. */
export type PostDoc = Omit<StoredPost, 'id'> & {
  _id: string;
  inStream: boolean;
  topicAt: number | null;
  isPinned: boolean;
};
export type VersionDoc = PostVersion & { _id: string };

const { Mixed } = Schema.Types;
export const mentionId = (memberId: string, channelId: string, seq: number) =>
  `${memberId}:${channelId}:${seq}`;

export function toDoc({ id, ...rest }: StoredPost): PostDoc {
  const post = { id, ...rest };
  return {
    _id: id,
    ...rest,
    inStream: inStream(post),
    topicAt: isTopic(post) ? topicKey(post) : null,
    isPinned: post.pinned !== null,
  };
}

export function toPost({
  inStream: _inStream,
  topicAt: _topicAt,
  isPinned: _isPinned,
  ...doc
}: PostDoc): StoredPost {
  return fromDoc(doc) as StoredPost;
}

/** The collection of posts. */
export const postsModel = (connection: Mongo) =>
  modelOf<PostDoc>(
    connection,
    'posts',
    {
      channelId: String,
      seq: Number,
      rev: Number,
      authorId: String,
      clientId: String,
      createdRev: Number,
      digest: String,
      createdAt: String,
      text: String,
      html: String,
      title: String,
      rootId: String,
      alsoInChannel: Boolean,
      editedAt: String,
      deleted: Mixed,
      pinned: Mixed,
      reactions: Mixed,
      replies: Mixed,
      mentions: [String],
      listing: Mixed,
      inStream: Boolean,
      topicAt: Number,
      isPinned: Boolean,
    },
    [
      [{ channelId: 1, seq: 1 }, { unique: true }],
      [{ channelId: 1, rev: 1 }, { unique: true }],
      [{ channelId: 1, authorId: 1, clientId: 1 }, { unique: true }],
      [{ channelId: 1, inStream: 1, seq: 1 }],
      [{ mentions: 1, _id: -1 }],
      [{ rootId: 1, seq: 1 }, { partialFilterExpression: { rootId: { $type: 'string' } } }],
      [{ channelId: 1, topicAt: 1 }, { partialFilterExpression: { topicAt: { $type: 'number' } } }],
      [
        { channelId: 1, seq: 1 },
        { name: 'deleted', partialFilterExpression: { deleted: { $type: 'object' } } },
      ],
      [
        { channelId: 1, rev: 1 },
        { name: 'pinned', partialFilterExpression: { isPinned: true } },
      ],
    ],
  );

export const models = (connection: Mongo) => {
  const posts = postsModel(connection);
  const versions = modelOf<VersionDoc>(
    connection,
    'post_versions',
    { postId: String, at: String, text: String, title: String },
    [[{ postId: 1, _id: 1 }]],
  );
  return { posts, versions };
};
