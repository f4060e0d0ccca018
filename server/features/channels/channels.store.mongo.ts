/** Channels and memberships on MongoDB. */
import type { ClientSession } from 'mongoose';
import type { Head } from '../../../shared/contract/channels.ts';
import { gather } from '../../storage/gather.ts';
import { holdTitle, underFreeSlug } from '../../storage/mongo.keys.ts';
import { inTransaction, isDuplicateKey, type Mongo } from '../../storage/mongo.ts';
import { createChannelList } from './channels.list.mongo.ts';
import {
  type ChannelDoc,
  channelModel,
  keysFor,
  type MembershipDoc,
  membershipKey,
  membershipModel,
  threadMarkModel,
  toChannel,
  toMembership,
  toStored,
} from './channels.models.mongo.ts';
import { type ChannelsStore, toVisible, type Visible } from './channels.store.ts';

export function createChannelsMongoStore(connection: Mongo): ChannelsStore {
  const channels = channelModel(connection);
  const memberships = membershipModel(connection);
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
      { $setOnInsert: { channelId, memberId, readSeq, moderator, starred: false } },
      { upsert: true },
    );
    if (result.upsertedCount > 0)
      await threadMarkModel(connection).updateMany({ memberId, channelId }, { $max: { readSeq } });
    return result.upsertedCount > 0;
  }

  const addOnce: ChannelsStore['add'] = ({ id, ...rest }, creatorId, assertMayAdd) =>
    inTransaction(connection, async (session) => {
      const { kind, name, createdAt: activeAt } = rest;
      if (kind === 'open') await holdTitle(connection, { kind: 'channel', id, name }, session);
      const fresh = { _id: id, ...rest, ...keysFor(rest), rev: 0, seq: 0, turn: 0, activeAt };
      if (!creatorId) {
        await channels.create([fresh], { session });
        return { id, ...rest };
      }
      const created = await channels
        .find({ createdBy: creatorId }, { createdAt: 1, nth: 1 }, { session })
        .lean();
      assertMayAdd?.(created.map(({ createdAt }) => createdAt));
      const nth = 1 + Math.max(created.length, ...created.map((channel) => channel.nth ?? 0));
      await channels.create([{ ...fresh, createdBy: creatorId, nth }], { session });
      const membership = {
        channelId: id,
        memberId: creatorId,
        readSeq: 0,
        moderator: true,
        starred: false,
      };
      await memberships.create([{ _id: membershipKey(id, creatorId), ...membership }], {
        session,
      });
      return { id, ...rest };
    });

  return {
    async add(channel, ...more) {
      for (;;)
        try {
          return await underFreeSlug(
            connection,
            { kind: 'channel', id: channel.id, slug: channel.slug },
            (slug) => addOnce({ ...channel, slug }, ...more),
          );
        } catch (error) {
          // The creator created another meanwhile: counted anew.
          if (!isDuplicateKey(error, 'nth')) throw error;
        }
    },
    async edit(id, { name, slug: wanted, ...patch }) {
      const write = (set: object, session: ClientSession | null = null) =>
        channels
          .findOneAndUpdate({ _id: id }, { $set: set }, { returnDocument: 'after', session })
          .lean<ChannelDoc>();
      const rename = (title: string, slug: string) =>
        inTransaction(connection, async (session) => {
          const known = await channels.findById(id, { kind: 1 }, { session }).lean<ChannelDoc>();
          if (!known) return null;
          const { kind } = known;
          if (kind === 'open')
            await holdTitle(connection, { kind: 'channel', id, name: title }, session);
          const keys = keysFor({ kind, name: title });
          return write({ ...patch, name: title, slug, ...keys }, session);
        });
      const edited =
        name === undefined || wanted === undefined
          ? await write(patch)
          : await underFreeSlug(connection, { kind: 'channel', id, slug: wanted }, (slug) =>
              rename(name, slug),
            );
      return edited && toChannel(edited);
    },
    visible: (id, memberId) => visible([id, memberId]),
    list: createChannelList(connection),
    async idOf(slug, memberId) {
      const channel = await channels.findOne({ slug: { $eq: slug } }, { kind: 1 }).lean();
      if (!channel) return null;
      const sees =
        channel.kind === 'open' ||
        (await memberships.exists({ _id: membershipKey(channel._id, memberId) }));
      return sees ? channel._id : null;
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
    async editMembership(channelId, memberId, patch) {
      return toMembership(
        await memberships
          .findOneAndUpdate(
            { _id: membershipKey(channelId, memberId) },
            { $set: patch },
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
