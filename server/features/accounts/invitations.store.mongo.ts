/** Invitations on MongoDB. */
import type { ClientSession } from 'mongoose';
import { mongoShelf } from '../../storage/mongo.shelf.ts';
import { type Mongo, modelOf } from '../../storage/mongo.ts';
import type { Invitation, InvitationsStore } from './accounts.store.ts';

type InvitationDoc = Omit<Invitation, 'tokenHash'> & { _id: string };

export const invitationsModel = (connection: Mongo) =>
  modelOf<InvitationDoc>(connection, 'invitations', {
    roles: [String],
    uses: Number,
    expiresAt: String,
  });

/** Uses an invitation once, in a transaction where its session is given; false when it holds no longer. */
export async function useInvitation(
  invitations: ReturnType<typeof invitationsModel>,
  { tokenHash, now }: { tokenHash: string; now: string },
  session?: ClientSession,
): Promise<boolean> {
  const { modifiedCount } = await invitations.updateOne(
    { _id: tokenHash, uses: { $gt: 0 }, expiresAt: { $gt: now } },
    { $inc: { uses: -1 } },
    session && { session },
  );
  return modifiedCount > 0;
}

export function createInvitationsMongoStore(connection: Mongo): InvitationsStore {
  const invitations = invitationsModel(connection);
  return {
    async addInvitation({ tokenHash, ...rest }) {
      await invitations.create({ _id: tokenHash, ...rest });
    },
    async invitation(tokenHash, now) {
      const doc = await invitations
        .findOne({ _id: tokenHash, uses: { $gt: 0 }, expiresAt: { $gt: now } })
        .lean();
      return doc && { tokenHash, roles: doc.roles, uses: doc.uses, expiresAt: doc.expiresAt };
    },
    useInvitation: (tokenHash, now) => useInvitation(invitations, { tokenHash, now }),
  };
}

export const invitationsMongoShelves = (connection: Mongo) => ({
  invitation: mongoShelf<InvitationDoc, Invitation>(invitationsModel(connection), {
    record: ({ _id, ...rest }) => ({ tokenHash: _id, ...rest }),
    doc: ({ tokenHash, ...rest }) => ({ _id: tokenHash, ...rest }),
  }),
});
