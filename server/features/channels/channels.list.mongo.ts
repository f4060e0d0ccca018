/** The list of a member's channels on MongoDB: five queries a page, however long it is. */
import { mostNamed } from '../../../shared/contract/channels.ts';
import type { Mongo } from '../../storage/mongo.ts';
import {
  type ChannelDoc,
  channelModel,
  deletedPosts,
  type MembershipDoc,
  membershipModel,
  mentionModel,
  toMembership,
  toStored,
} from './channels.models.mongo.ts';
import type { ChannelsStore } from './channels.store.ts';
import { type Beyond, toListed } from './channels.wire.ts';

/** Seqs by channel, ascending. */
function byChannel(found: { channelId: string; seq: number }[]): Map<string, number[]> {
  const seqs = new Map<string, number[]>();
  for (const { channelId, seq } of found.sort((a, b) => a.seq - b.seq)) {
    const known = seqs.get(channelId);
    if (known) known.push(seq);
    else seqs.set(channelId, [seq]);
  }
  return seqs;
}

export function createChannelList(connection: Mongo): ChannelsStore['list'] {
  const channels = channelModel(connection);
  const memberships = membershipModel(connection);
  const mentions = mentionModel(connection);

  /** What is to be told apart of what a member has not read, by channel. */
  async function beyondOf(memberId: string, behind: MembershipDoc[]) {
    if (behind.length === 0) return (): Beyond | undefined => undefined;
    const beyond = behind.map(({ channelId, readSeq }) => ({ channelId, seq: { $gt: readSeq } }));
    const [mentioned, deleted] = await Promise.all([
      mentions.find({ memberId, $or: beyond }, { channelId: 1, seq: 1 }).lean().then(byChannel),
      deletedPosts(connection, beyond).toArray().then(byChannel),
    ]);
    return (channelId: string): Beyond | undefined => {
      const seqs = mentioned.get(channelId) ?? [];
      return {
        mentions: seqs.length,
        mentionedIn: seqs.slice(-mostNamed.mentions),
        deleted: deleted.get(channelId)?.slice(-mostNamed.deleted) ?? [],
      };
    };
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
    const beyond = await beyondOf(memberId, behind);
    return found.map((doc) =>
      toListed(
        { channel: toStored(doc), membership: toMembership(own.get(doc._id) ?? null) },
        beyond(doc._id),
      ),
    );
  };
}
