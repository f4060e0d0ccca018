/** The list of a member's channels on MongoDB: three queries a page, however long it is. */
import type { Mongo } from '../../storage/mongo.ts';
import {
  type ChannelDoc,
  channelModel,
  type MembershipDoc,
  membershipModel,
  mentionModel,
  toMembership,
  toStored,
} from './channels.models.mongo.ts';
import type { ChannelsStore } from './channels.store.ts';
import { toListed } from './channels.wire.ts';

export function createChannelList(connection: Mongo): ChannelsStore['list'] {
  const channels = channelModel(connection);
  const memberships = membershipModel(connection);
  const mentions = mentionModel(connection);

  /** How often a member is mentioned beyond what they have read, by channel. */
  async function mentionsBeyond(memberId: string, behind: MembershipDoc[]) {
    if (behind.length === 0) return new Map<string, number>();
    const beyond = behind.map(({ channelId, readSeq }) => ({ channelId, seq: { $gt: readSeq } }));
    const rows = await mentions.aggregate<{ _id: string; n: number }>([
      { $match: { memberId, $or: beyond } },
      { $group: { _id: '$channelId', n: { $sum: 1 } } },
    ]);
    return new Map(rows.map(({ _id, n }) => [_id, n]));
  }

  return async (memberId, after, limit) => {
    // Of one's own channels, no more than the first of these can stand on the page.
    const mine = await memberships
      .find({ memberId, channelId: { $gt: after } })
      .sort({ channelId: 1 })
      .limit(limit)
      .lean<MembershipDoc[]>();
    const own = new Map(mine.map((membership) => [membership.channelId, membership]));
    const found = await channels
      .find(
        { _id: { $gt: after }, $or: [{ kind: 'open' }, { _id: { $in: [...own.keys()] } }] },
        { topic: 0, description: 0 },
      )
      .sort({ _id: 1 })
      .limit(limit)
      .lean<ChannelDoc[]>();
    const behind = found.flatMap(({ _id, seq }) => {
      const membership = own.get(_id);
      return membership && membership.readSeq < seq ? [membership] : [];
    });
    const counts = await mentionsBeyond(memberId, behind);
    return found.map((doc) =>
      toListed(
        { channel: toStored(doc), membership: toMembership(own.get(doc._id) ?? null) },
        counts.get(doc._id),
      ),
    );
  };
}
