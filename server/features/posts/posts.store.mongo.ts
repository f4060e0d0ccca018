/** Posts on MongoDB: one transaction a group, put in line by the write conflict on the channel's document. */
import type { ClientSession } from 'mongoose';
import { v7 as uuid } from 'uuid';
import type { Head } from '../../../shared/contract/channels.ts';
import { notFound } from '../../core/errors.ts';
import { inTransaction, isText, type Mongo, mongoEpoch, mongoError } from '../../storage/mongo.ts';
import { channelModel, mentionModel } from '../channels/channels.models.mongo.ts';
import { applyChanges, type Folded, needed } from './posts.fold.ts';
import {
  mentionId,
  models,
  type PostDoc,
  toDoc,
  toPost,
  type VersionDoc,
} from './posts.models.mongo.ts';
import { pageOf, type Slice } from './posts.page.ts';
import { postsShelf } from './posts.shelf.ts';
import {
  type ChangeGroup,
  type Committed,
  mostEarlier,
  type PostsStore,
  type PostVersion,
  type View,
} from './posts.store.ts';
import { takePart } from './threads.store.mongo.ts';

export function createPostsMongoStore(connection: Mongo): PostsStore {
  const channels = channelModel(connection);
  const mentions = mentionModel(connection);
  const { posts, versions } = models(connection);

  async function headOf(channelId: string): Promise<Head> {
    const channel = await channels.findById(channelId, { rev: 1, seq: 1 }).lean();
    if (!channel) throw notFound('channel');
    return { rev: channel.rev, seq: channel.seq };
  }

  function commitGroup({ channelId, changes }: ChangeGroup): Promise<Committed> {
    return inTransaction(connection, async (session) => {
      // Writing the head first takes the channel; another node's transaction now meets a write conflict and comes after.
      const channel = await channels
        .findOneAndUpdate(
          { _id: channelId },
          { $inc: { turn: 1 } },
          { session, projection: { rev: 1, seq: 1 } },
        )
        .lean();
      if (!channel) throw notFound('channel');
      const before = { rev: channel.rev, seq: channel.seq };
      const { ids, clients } = needed(changes);
      const loaded = await posts
        .find(
          {
            $or: [
              { _id: { $in: ids } },
              ...clients.map(({ authorId, clientId }) => ({ channelId, authorId, clientId })),
            ],
          },
          null,
          { session },
        )
        .lean<PostDoc[]>();
      const folded = applyChanges(before, loaded.map(toPost), changes);
      if (folded.head.rev !== before.rev) await write(channelId, folded, loaded, session);
      return {
        since: before.rev,
        created: folded.head.seq - before.seq,
        head: folded.head,
        posts: folded.posts,
        results: folded.results,
      };
    }).catch((error) => Promise.reject(mongoError(error)));
  }

  async function keepVersions(added: PostVersion[], session: ClientSession) {
    await versions.insertMany(
      added.map((version) => ({ _id: uuid(), ...version })),
      { session },
    );
    for (const postId of new Set(added.map((version) => version.postId))) {
      const beyond = await versions
        .find({ postId }, { _id: 1 }, { session })
        .sort({ _id: -1 })
        .skip(mostEarlier - 1)
        .lean();
      // The last of them is the first version, which stays.
      const dropped = beyond.slice(0, -1).map(({ _id }) => _id);
      if (dropped.length > 0) await versions.deleteMany({ _id: { $in: dropped } }, { session });
    }
  }

  async function write(
    channelId: string,
    folded: Folded,
    loaded: PostDoc[],
    session: ClientSession,
  ) {
    const mentionsBefore = new Map(loaded.map((doc) => [doc._id, doc.mentions]));
    const known = new Set(loaded.map((doc) => doc._id));
    await posts.bulkWrite(
      folded.posts.map((post) => {
        const document = toDoc(post);
        return known.has(post.id)
          ? { replaceOne: { filter: { _id: post.id }, replacement: document } }
          : { insertOne: { document } };
      }),
      { session },
    );
    const newest = folded.posts.reduce(
      (latest, post) => (post.createdAt > latest ? post.createdAt : latest),
      '',
    );
    await channels.updateOne(
      { _id: channelId },
      { $set: folded.head, $max: { activeAt: newest } },
      { session },
    );
    if (folded.versions.length > 0) await keepVersions(folded.versions, session);
    await takePart(connection, folded.taking, session);
    if (folded.purged.length > 0)
      await versions.deleteMany(
        { postId: { $in: folded.purged.map((post) => post.id) } },
        { session },
      );

    const changes = folded.posts.flatMap((post) => {
      const were = mentionsBefore.get(post.id) ?? [];
      const id = (memberId: string) => mentionId(memberId, channelId, post.seq);
      return [
        ...were
          .filter((memberId) => !post.mentions.includes(memberId))
          .map((memberId) => ({ deleteOne: { filter: { _id: id(memberId) } } })),
        ...post.mentions
          .filter((memberId) => !were.includes(memberId))
          .map((memberId) => ({
            insertOne: { document: { _id: id(memberId), memberId, channelId, seq: post.seq } },
          })),
      ];
    });
    if (changes.length > 0) await mentions.bulkWrite(changes, { session });
  }

  function slices(view: View): Slice {
    const key = view.kind === 'topics' ? 'topicAt' : 'seq';
    const scope =
      view.kind === 'thread'
        ? { rootId: isText(view.rootId) }
        : view.kind === 'stream'
          ? { channelId: view.channelId, inStream: true }
          : { channelId: view.channelId };
    const find = async (bound: object, direction: 1 | -1, limit: number) =>
      (
        await posts
          .find({ ...scope, [key]: { $type: 'number', ...bound } })
          .sort({ [key]: direction })
          .limit(limit)
          .lean<PostDoc[]>()
      ).map(toPost);
    return {
      below: (bound, limit) => find({ $lt: bound }, -1, limit),
      above: (bound, limit) => find({ $gt: bound }, 1, limit),
    };
  }

  return {
    epoch: () => mongoEpoch(connection),
    commit: (groups) => groups.map(commitGroup),
    async post(id) {
      const doc = await posts.findById(id).lean<PostDoc>();
      return doc && toPost(doc);
    },
    async page(view, range) {
      const head = await headOf(view.channelId);
      return { head, ...(await pageOf(view, slices(view), range)) };
    },
    async changedSince(channelId, since, limit) {
      const head = await headOf(channelId);
      const found = await posts
        .find({ channelId, rev: { $gt: since } })
        .sort({ rev: 1 })
        .limit(limit)
        .lean<PostDoc[]>();
      return { head, posts: found.map(toPost) };
    },
    async pinned(channelId) {
      return (
        await posts.find({ channelId, isPinned: true }).sort({ rev: 1 }).lean<PostDoc[]>()
      ).map(toPost);
    },
    async mentioning(memberId, limit) {
      return (
        await posts.find({ mentions: memberId }).sort({ _id: -1 }).limit(limit).lean<PostDoc[]>()
      ).map(toPost);
    },
    async plainBy(authorId, limit) {
      // Channel by channel, which is how authors are indexed.
      const all = await channels.find({}, { _id: 1 }).lean();
      const channelId = { $in: all.map(({ _id }) => _id) };
      return (
        await posts
          .find({ channelId, authorId, deleted: null, listing: null })
          .limit(limit)
          .lean<PostDoc[]>()
      ).map(toPost);
    },
    async versions(postId) {
      const found = await versions.find({ postId }).sort({ _id: 1 }).lean<VersionDoc[]>();
      return found.map(({ at, text, title }) => ({ postId, at, text, title }));
    },
  };
}

export function postsMongoShelves(connection: Mongo, store: PostsStore) {
  const { posts, versions } = models(connection);
  const mentions = mentionModel(connection);
  return {
    post: postsShelf(store, {
      channelIds: async () =>
        (await channelModel(connection).find({}, { _id: 1 }).lean()).map(({ _id }) => _id),
      count: () => posts.countDocuments(),
      async load(given) {
        // One that changed during the dump is there twice; its later form counts.
        const records = [...new Map(given.map((record) => [record.id, record])).values()];
        const replace = <T extends { _id: string }>(replacement: T) => ({
          replaceOne: { filter: { _id: replacement._id }, replacement, upsert: true },
        });
        await posts.bulkWrite(records.map(({ versions: _, ...post }) => replace(toDoc(post))));
        await versions.deleteMany({ postId: { $in: records.map(({ id }) => id) } });
        const earlier = records.flatMap(({ id, versions: list }) =>
          list.map((version, n) => ({
            _id: `${id}:${String(n).padStart(6, '0')}`,
            postId: id,
            ...version,
          })),
        );
        if (earlier.length > 0) await versions.insertMany(earlier);
        await mentions.deleteMany({
          $or: records.map(({ channelId, seq }) => ({ channelId, seq })),
        });
        const mentioned = records.flatMap(({ channelId, seq, mentions: ids }) =>
          ids.map((memberId) =>
            replace({ _id: mentionId(memberId, channelId, seq), memberId, channelId, seq }),
          ),
        );
        if (mentioned.length > 0) await mentions.bulkWrite(mentioned);
      },
    }),
  };
}

/** The head of a channel by its posts alone. */
export const headByPosts =
  (connection: Mongo) =>
  async (channelId: string): Promise<Head> => {
    const { posts } = models(connection);
    const [byRev, bySeq] = await Promise.all([
      posts.findOne({ channelId }).sort({ rev: -1 }).lean<PostDoc>(),
      posts.findOne({ channelId }).sort({ seq: -1 }).lean<PostDoc>(),
    ]);
    return { rev: byRev?.rev ?? 0, seq: bySeq?.seq ?? 0 };
  };
