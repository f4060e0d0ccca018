/** Reset links on MongoDB; the id of each is that of its member. */
import { inTransaction, type Mongo, modelOf } from '../../storage/mongo.ts';
import { membersModel } from './members.model.mongo.ts';
import type { ResetLink, ResetLinksStore } from './reset-links.store.ts';

type LinkDoc = Omit<ResetLink, 'memberId'> & { _id: string };

export function createResetLinksMongoStore(connection: Mongo): ResetLinksStore {
  const members = membersModel(connection);
  const links = modelOf<LinkDoc>(
    connection,
    'resetLinks',
    { tokenHash: String, expiresAt: String, createdBy: String },
    [[{ tokenHash: 1 }, { unique: true }]],
  );
  const holding = (tokenHash: string, now: string) => ({ tokenHash, expiresAt: { $gt: now } });

  return {
    async addResetLink({ memberId, ...link }) {
      await links.updateOne({ _id: memberId }, { $set: link }, { upsert: true });
    },
    async resetLink(tokenHash, now) {
      const doc = await links.findOne(holding(tokenHash, now)).lean<LinkDoc>();
      if (!doc) return null;
      const { _id: memberId, expiresAt, createdBy } = doc;
      return { memberId, tokenHash, expiresAt, createdBy };
    },
    useResetLink: (tokenHash, now, passwordHash) =>
      inTransaction(connection, async (session) => {
        const used = await links
          .findOneAndDelete(holding(tokenHash, now), { session })
          .lean<LinkDoc>();
        if (!used) return null;
        await members.updateOne(
          { _id: used._id, deletion: null },
          { $set: { passwordHash } },
          { session },
        );
        return used._id;
      }),
    async dropResetLink(memberId) {
      await links.deleteOne({ _id: memberId });
    },
  };
}
