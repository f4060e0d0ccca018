/** Invitations to channels on MongoDB. */
import { mongoShelf } from '../../storage/mongo.shelf.ts';
import { fromDoc, inTransaction, type Mongo, modelOf } from '../../storage/mongo.ts';
import type {
  ChannelInvitation,
  ChannelInvitationsStore,
  InvitationRefusal,
} from './channel-invitations.store.ts';
import { channelModel, membershipKey, membershipModel } from './channels.models.mongo.ts';

type InvitationDoc = Omit<ChannelInvitation, 'id'> & { _id: string };
/** Its id is `inviterId:memberId`. */
type RefusalDoc = InvitationRefusal & { _id: string };

const invitationModel = (connection: Mongo) =>
  modelOf<InvitationDoc>(
    connection,
    'channelInvitations',
    { channelId: String, memberId: String, inviterId: String, createdAt: String },
    [[{ channelId: 1, memberId: 1 }, { unique: true }], [{ memberId: 1 }]],
  );

const refusalModel = (connection: Mongo) =>
  modelOf<RefusalDoc>(connection, 'invitationRefusals', {
    inviterId: String,
    memberId: String,
    refusedAt: String,
  });

const refusalKey = ({ inviterId, memberId }: Pick<InvitationRefusal, 'inviterId' | 'memberId'>) =>
  `${inviterId}:${memberId}`;

export function createChannelInvitationsMongoStore(connection: Mongo): ChannelInvitationsStore {
  const invitations = invitationModel(connection);
  const refusals = refusalModel(connection);
  const channels = channelModel(connection);
  const memberships = membershipModel(connection);

  return {
    invite: ({ id, ...rest }, refusedAfter) =>
      inTransaction(connection, async (session) => {
        const refusal = await refusals
          .findOne({ _id: refusalKey(rest), refusedAt: { $gt: refusedAfter } }, null, { session })
          .lean<RefusalDoc>();
        if (refusal) return { refusedAt: refusal.refusedAt };
        const { channelId, memberId } = rest;
        const known = await invitations
          .findOne({ channelId, memberId }, null, { session })
          .lean<InvitationDoc>();
        if (known) {
          const holds = await memberships.exists({
            _id: membershipKey(channelId, known.inviterId),
          });
          if (holds) return 'waiting';
          await invitations.deleteOne({ _id: known._id }, { session });
        }
        await invitations.create([{ _id: id, ...rest }], { session });
        return 'added';
      }),
    async waitingFor(memberId) {
      const waiting = await invitations
        .find({ memberId })
        .sort({ createdAt: -1, _id: -1 })
        .lean<InvitationDoc[]>();
      const keys = waiting.flatMap(({ channelId, inviterId }) => [
        membershipKey(channelId, inviterId),
        membershipKey(channelId, memberId),
      ]);
      const [open, within] = await Promise.all([
        channels
          .find(
            { _id: { $in: waiting.map(({ channelId }) => channelId) }, archivedAt: null },
            { name: 1 },
          )
          .lean(),
        memberships.find({ _id: { $in: keys } }, { _id: 1 }).lean(),
      ]);
      const names = new Map(open.map(({ _id, name }) => [_id, name]));
      const members = new Set(within.map(({ _id }) => _id));
      return waiting.flatMap((doc) => {
        const channelName = names.get(doc.channelId);
        const holds =
          members.has(membershipKey(doc.channelId, doc.inviterId)) &&
          !members.has(membershipKey(doc.channelId, memberId));
        return channelName !== undefined && holds ? [{ ...fromDoc(doc), channelName }] : [];
      });
    },
    refuse: (id, memberId, at) =>
      inTransaction(connection, async (session) => {
        const ended = await invitations
          .findOneAndDelete({ _id: id, memberId }, { session })
          .lean<InvitationDoc>();
        if (!ended) return null;
        const { inviterId } = ended;
        await refusals.updateOne(
          { _id: refusalKey(ended) },
          { $set: { inviterId, memberId, refusedAt: at } },
          { upsert: true, session },
        );
        return fromDoc(ended);
      }),
    async end(which) {
      const ended = await invitations.find(which).lean<InvitationDoc[]>();
      await invitations.deleteMany({ _id: { $in: ended.map(({ _id }) => _id) } });
      return ended.map(fromDoc);
    },
  };
}

export const channelInvitationsMongoShelves = (connection: Mongo) => ({
  channelInvitation: mongoShelf<InvitationDoc, ChannelInvitation>(invitationModel(connection)),
  invitationRefusal: mongoShelf<RefusalDoc, InvitationRefusal>(refusalModel(connection), {
    record: ({ _id, ...rest }) => rest,
    doc: (record) => ({ _id: refusalKey(record), ...record }),
  }),
});
