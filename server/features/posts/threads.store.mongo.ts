/** Who takes part in which thread, on MongoDB. */
import type { ClientSession } from 'mongoose';
import { mostUnread } from '../../../shared/contract/threads.ts';
import { mongoShelf } from '../../storage/mongo.shelf.ts';
import { isText, type Mongo, metaModel } from '../../storage/mongo.ts';
import {
  channelModel,
  type MembershipDoc,
  membershipModel,
  type ThreadMarkDoc,
  threadMarkModel,
} from '../channels/channels.models.mongo.ts';
import { postsModel } from './posts.models.mongo.ts';
import { type ThreadMarkRecord, type ThreadsStore, toThreadMark } from './threads.store.ts';

const markKey = ({ memberId, rootId }: Pick<ThreadMarkRecord, 'memberId' | 'rootId'>) =>
  `${memberId}:${rootId}`;

/** Brings members into threads, those who are in them already aside. */
export async function takePart(
  connection: Mongo,
  marks: ThreadMarkRecord[],
  session: ClientSession | null = null,
): Promise<void> {
  if (marks.length === 0) return;
  const writes = marks.map((mark) => ({
    updateOne: { filter: { _id: markKey(mark) }, update: { $setOnInsert: mark }, upsert: true },
  }));
  await threadMarkModel(connection).bulkWrite(writes, session ? { session } : {});
}

export function createThreadsMongoStore(connection: Mongo): ThreadsStore {
  const marks = threadMarkModel(connection);
  const posts = postsModel(connection);
  const memberships = membershipModel(connection);
  return {
    async threads(memberId, before, limit) {
      const own = await memberships.find({ memberId }).lean<MembershipDoc[]>();
      const readSeqs = new Map(own.map(({ channelId, readSeq }) => [channelId, readSeq]));
      const found = await marks
        .find({ memberId, rootId: { $lt: before }, channelId: { $in: [...readSeqs.keys()] } })
        .sort({ rootId: -1 })
        .limit(limit)
        .lean<ThreadMarkDoc[]>();
      if (found.length === 0) return [];
      const beyond = await posts
        .find(
          {
            $or: found.map(({ rootId, readSeq }) => ({
              rootId: isText(rootId),
              seq: { $gt: readSeq },
            })),
            authorId: { $ne: memberId },
            deleted: null,
          },
          { rootId: 1, channelId: 1, seq: 1, inStream: 1 },
        )
        .limit(limit * mostUnread)
        .lean();
      const unseen = new Map(found.map(({ rootId }) => [rootId, [] as typeof beyond]));
      for (const reply of beyond)
        if (!reply.inStream || reply.seq > (readSeqs.get(reply.channelId) ?? 0))
          unseen.get(reply.rootId ?? '')?.push(reply);
      return found.map((mark) => toThreadMark(mark, unseen.get(mark.rootId) ?? []));
    },
    async read(memberId, rootId, seq) {
      const known = await marks.findById(markKey({ memberId, rootId })).lean<ThreadMarkDoc>();
      if (!known) return null;
      const channel = await channelModel(connection).findById(known.channelId, { seq: 1 }).lean();
      const moved = await marks
        .findOneAndUpdate(
          { _id: known._id },
          { $max: { readSeq: Math.min(seq, channel?.seq ?? 0) } },
          { returnDocument: 'after' },
        )
        .lean<ThreadMarkDoc>();
      return moved && { channelId: moved.channelId, readSeq: moved.readSeq };
    },
    async forget(memberId) {
      await marks.deleteMany({ memberId });
    },
  };
}

/** Marks the threads of a database from before there were marks: as far as each had read the channel. */
export async function placeThreadMarks(connection: Mongo): Promise<void> {
  const meta = metaModel(connection);
  const posts = postsModel(connection);
  if (await meta.exists({ _id: 'thread-marks' })) return;
  for (const { _id: channelId, seq } of await channelModel(connection)
    .find({}, { seq: 1 })
    .lean()) {
    const members = await membershipModel(connection).find({ channelId }).lean<MembershipDoc[]>();
    const readSeqs = new Map(members.map(({ memberId, readSeq }) => [memberId, readSeq]));
    const threaded = posts
      .find(
        { channelId, $or: [{ rootId: { $type: 'string' } }, { replies: { $ne: null } }] },
        { rootId: 1, authorId: 1, mentions: 1 },
      )
      .lean()
      .cursor();
    for await (const { _id, rootId, authorId, mentions } of threaded)
      await takePart(
        connection,
        [...new Set([authorId, ...mentions])].map((memberId) => ({
          memberId,
          rootId: rootId ?? _id,
          channelId,
          readSeq: readSeqs.get(memberId) ?? seq,
        })),
      );
  }
  await meta.updateOne({ _id: 'thread-marks' }, { $set: { value: '1' } }, { upsert: true });
}

export const threadsMongoShelves = (connection: Mongo) => ({
  threadMark: mongoShelf<ThreadMarkDoc, ThreadMarkRecord>(threadMarkModel(connection), {
    record: ({ _id, ...mark }) => mark,
    doc: (mark) => ({ _id: markKey(mark), ...mark }),
  }),
});
