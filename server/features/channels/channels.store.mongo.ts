/** Channels and memberships on MongoDB. */
import type { Channel, Head, Membership } from '../../../shared/contract/channels.ts';
import { conflict } from '../../core/errors.ts';
import { gather } from '../../storage/gather.ts';
import { mongoShelf } from '../../storage/mongo.shelf.ts';
import { inTransaction, isDuplicateKey, type Mongo, modelOf } from '../../storage/mongo.ts';
import {
  type ChannelRecord,
  type ChannelsStore,
  type MembershipRecord,
  type StoredChannel,
  toVisible,
  type Visible,
} from './channels.store.ts';

interface ChannelDoc extends Omit<Channel, 'id'> {
  _id: string;
  rev: number;
  seq: number;
  activeAt: string;
  /** Absent where no member created it. */
  createdBy?: string;
  /** Which of its creator's it is; that no two are the same one keeps count. */
  nth?: number;
  /** Counts the commits that took the channel; see posts.store.mongo.ts. */
  turn: number;
}

interface MembershipDoc {
  /** `channelId:memberId` */
  _id: string;
  channelId: string;
  memberId: string;
  readSeq: number;
  moderator: boolean;
}

/** The collection of channels; posts move the heads in it. */
export const channelModel = (connection: Mongo) =>
  modelOf<ChannelDoc>(
    connection,
    'channels',
    {
      slug: String,
      name: String,
      topic: String,
      description: String,
      emoji: String,
      kind: String,
      forEveryone: Boolean,
      archivedAt: String,
      createdAt: String,
      rev: Number,
      seq: Number,
      activeAt: String,
      createdBy: String,
      nth: Number,
      turn: Number,
    },
    [
      [{ slug: 1 }, { unique: true }],
      [{ kind: 1 }],
      [{ forEveryone: 1 }],
      [
        { createdBy: 1, nth: 1 },
        { unique: true, partialFilterExpression: { nth: { $exists: true } } },
      ],
    ],
  );

/** The collection of mentions; posts write it. */
export const mentionModel = (connection: Mongo) =>
  modelOf<{ _id: string; memberId: string; channelId: string; seq: number }>(
    connection,
    'mentions',
    { memberId: String, channelId: String, seq: Number },
    [[{ memberId: 1, channelId: 1, seq: 1 }], [{ channelId: 1, seq: 1 }]],
  );

/** The collection of memberships. */
export const membershipModel = (connection: Mongo) =>
  modelOf<MembershipDoc>(
    connection,
    'memberships',
    { channelId: String, memberId: String, readSeq: Number, moderator: Boolean },
    [[{ memberId: 1 }], [{ channelId: 1, memberId: 1 }]],
  );

/** The id of a membership. */
export const membershipKey = (channelId: string, memberId: string) => `${channelId}:${memberId}`;

const toStored = (doc: ChannelDoc): StoredChannel => ({
  ...toChannel(doc),
  activeAt: doc.activeAt,
  head: { rev: doc.rev, seq: doc.seq },
});
const toChannel = ({
  _id,
  rev: _rev,
  seq: _seq,
  activeAt: _activeAt,
  createdBy: _createdBy,
  nth: _nth,
  turn: _turn,
  ...rest
}: ChannelDoc): Channel => ({ id: _id, ...rest });
const toMembership = (doc: MembershipDoc | null): Membership | null =>
  doc && { readSeq: doc.readSeq, moderator: doc.moderator };

export function createChannelsMongoStore(connection: Mongo): ChannelsStore {
  const channels = channelModel(connection);
  const mentions = mentionModel(connection);
  const memberships = membershipModel(connection);
  const taken = (error: unknown) =>
    isDuplicateKey(error, 'slug')
      ? conflict('There is already a channel with this name.', { reason: 'CHANNEL_NAME_TAKEN' })
      : error;

  const visible = gather(
    async (
      pairs: readonly [channelId: string, memberId: string][],
    ): Promise<(Visible | null)[]> => {
      const [docs, mine] = await Promise.all([
        channels.find({ _id: { $in: [...new Set(pairs.map(([id]) => id))] } }).lean<ChannelDoc[]>(),
        memberships
          .find({ _id: { $in: pairs.map((pair) => membershipKey(...pair)) } })
          .lean<MembershipDoc[]>(),
      ]);
      const byId = new Map(docs.map((doc) => [doc._id, toStored(doc)]));
      const byKey = new Map(mine.map((doc) => [doc._id, toMembership(doc)]));
      return pairs.map((pair) => toVisible(byId.get(pair[0]), byKey.get(membershipKey(...pair))));
    },
  );

  const channelIdsOf = gather(async (memberIds: readonly string[]): Promise<string[][]> => {
    const docs = await memberships
      .find({ memberId: { $in: [...new Set(memberIds)] } }, { channelId: 1, memberId: 1 })
      .lean<MembershipDoc[]>();
    const byMember = new Map<string, string[]>(memberIds.map((memberId) => [memberId, []]));
    for (const { memberId, channelId } of docs) byMember.get(memberId)?.push(channelId);
    return memberIds.map((memberId) => byMember.get(memberId) ?? []);
  });

  async function enter(channelId: string, memberId: string, moderator: boolean, readSeq: number) {
    const result = await memberships.updateOne(
      { _id: membershipKey(channelId, memberId) },
      { $setOnInsert: { channelId, memberId, readSeq, moderator } },
      { upsert: true },
    );
    return result.upsertedCount > 0;
  }

  const addOnce: ChannelsStore['add'] = ({ id, ...rest }, creatorId, assertMayAdd) =>
    inTransaction(connection, async (session) => {
      const fresh = { _id: id, ...rest, rev: 0, seq: 0, turn: 0, activeAt: rest.createdAt };
      if (!creatorId) return void (await channels.create([fresh], { session }));
      const created = await channels
        .find({ createdBy: creatorId }, { createdAt: 1, nth: 1 }, { session })
        .lean();
      assertMayAdd?.(created.map(({ createdAt }) => createdAt));
      const nth = 1 + Math.max(created.length, ...created.map((channel) => channel.nth ?? 0));
      await channels.create([{ ...fresh, createdBy: creatorId, nth }], { session });
      const membership = { channelId: id, memberId: creatorId, readSeq: 0, moderator: true };
      await memberships.create([{ _id: membershipKey(id, creatorId), ...membership }], {
        session,
      });
    });

  return {
    async add(channel, creatorId, assertMayAdd) {
      for (;;)
        try {
          return await addOnce(channel, creatorId, assertMayAdd);
        } catch (error) {
          const failure = taken(error);
          // The creator created another meanwhile: counted anew.
          if (failure !== error || !isDuplicateKey(error, 'nth')) throw failure;
        }
    },
    async edit(id, patch) {
      const edited = await channels
        .findOneAndUpdate({ _id: id }, { $set: patch }, { returnDocument: 'after' })
        .lean<ChannelDoc>()
        .catch((error) => Promise.reject(taken(error)));
      return edited && toChannel(edited);
    },
    visible: (id, memberId) => visible([id, memberId]),
    async list(memberId) {
      const mine = new Map(
        (await memberships.find({ memberId }).lean<MembershipDoc[]>()).map((doc) => [
          doc.channelId,
          doc,
        ]),
      );
      const found = await channels
        .find({ $or: [{ kind: 'open' }, { _id: { $in: [...mine.keys()] } }] })
        .sort({ activeAt: -1, _id: 1 })
        .lean<ChannelDoc[]>();
      return Promise.all(
        found.map(async (doc) => {
          const membership = toMembership(mine.get(doc._id) ?? null);
          const behind = membership && membership.readSeq < doc.seq;
          return {
            channel: toChannel(doc),
            head: { rev: doc.rev, seq: doc.seq },
            activeAt: doc.activeAt,
            membership,
            mentions: behind
              ? await mentions.countDocuments({
                  memberId,
                  channelId: doc._id,
                  seq: { $gt: membership.readSeq },
                })
              : 0,
          };
        }),
      );
    },
    async openBySlug(slugs) {
      const found = await channels.find({ kind: 'open', slug: { $in: slugs } }, { slug: 1 }).lean();
      return new Map(found.map((doc) => [doc.slug, doc._id]));
    },
    async heads(ids) {
      const found = await channels.find({ _id: { $in: ids } }, { rev: 1, seq: 1 }).lean();
      return new Map<string, Head>(found.map(({ _id, rev, seq }) => [_id, { rev, seq }]));
    },

    async join(channelId, memberId) {
      const channel = await channels.findById(channelId, { seq: 1 }).lean();
      return channel ? enter(channelId, memberId, false, channel.seq) : false;
    },
    async joinEveryones(memberId) {
      const found = await channels.find({ forEveryone: true, archivedAt: null }, { seq: 1 }).lean();
      await Promise.all(found.map((channel) => enter(channel._id, memberId, false, channel.seq)));
    },
    async leave(channelId, memberId) {
      return (
        (await memberships.deleteOne({ _id: membershipKey(channelId, memberId) })).deletedCount > 0
      );
    },
    async setModerator(channelId, memberId, moderator) {
      return toMembership(
        await memberships
          .findOneAndUpdate(
            { _id: membershipKey(channelId, memberId) },
            { $set: { moderator } },
            { returnDocument: 'after' },
          )
          .lean<MembershipDoc>(),
      );
    },
    async read(channelId, memberId, seq, back) {
      const channel = await channels.findById(channelId, { seq: 1 }).lean();
      const mark = Math.min(seq, channel?.seq ?? 0);
      const doc = await memberships
        .findOneAndUpdate(
          { _id: membershipKey(channelId, memberId) },
          back ? { $set: { readSeq: mark } } : { $max: { readSeq: mark } },
          { returnDocument: 'after' },
        )
        .lean<MembershipDoc>();
      return doc?.readSeq ?? null;
    },
    channelIdsOf,
    async members(channelId, after, limit) {
      const found = await memberships
        .find({ channelId, memberId: { $gt: after } })
        .sort({ memberId: 1 })
        .limit(limit)
        .lean<MembershipDoc[]>();
      return found.map(({ memberId, moderator }) => ({ memberId, moderator }));
    },
  };
}

/** @param headOf the head of a channel by the posts that were loaded */
export const channelsMongoShelves = (
  connection: Mongo,
  headOf: (channelId: string) => Promise<Head>,
) => {
  const channels = channelModel(connection);
  const plain = mongoShelf<ChannelDoc, ChannelRecord>(channels, {
    record: (doc) => ({
      ...toChannel(doc),
      activeAt: doc.activeAt,
      createdBy: doc.createdBy ?? null,
    }),
    doc: ({ id, createdBy, ...rest }) => ({
      ...{ _id: id, ...rest, rev: 0, seq: 0, turn: 0 },
      ...(createdBy && { createdBy }),
    }),
  });
  return {
    membership: mongoShelf<MembershipDoc, MembershipRecord>(membershipModel(connection), {
      record: ({ _id, ...rest }) => rest,
      doc: (record) => ({ _id: membershipKey(record.channelId, record.memberId), ...record }),
    }),
    channel: {
      ...plain,
      async load(records: ChannelRecord[]) {
        await plain.load(records);
        for (const { id } of records) {
          const head = await headOf(id);
          await channels.updateOne({ _id: id }, { $set: head });
          // Read marks were dumped after the posts, and may be ahead of them.
          await membershipModel(connection).updateMany(
            { channelId: id },
            { $min: { readSeq: head.seq } },
          );
        }
      },
    },
  };
};
