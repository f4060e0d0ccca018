/** Sessions on MongoDB. */
import { type Doc, mongoShelf, toDoc } from '../../storage/mongo.shelf.ts';
import { fromDoc, gathered, type Mongo, modelOf } from '../../storage/mongo.ts';
import type { Rotation, SessionsStore, StoredSession } from './accounts.store.ts';

const model = (connection: Mongo) =>
  modelOf<Doc<StoredSession>>(
    connection,
    'sessions',
    {
      memberId: String,
      generation: Number,
      attempt: String,
      createdAt: String,
      lastUsedAt: String,
      expiresAt: String,
      userAgent: String,
      address: String,
    },
    [[{ memberId: 1 }], [{ expiresAt: 1 }]],
  );

export function createSessionsMongoStore(connection: Mongo): SessionsStore {
  const sessions = model(connection);
  return {
    async addSession(session) {
      await sessions.create(toDoc(session));
      await sessions.deleteMany({ expiresAt: { $lt: session.createdAt } });
    },
    session: gathered(sessions, (doc) => doc && (fromDoc(doc) as StoredSession)),
    async rotate(id, generation, attempt, now, expiresAt): Promise<Rotation> {
      const rotated = await sessions.updateOne(
        { _id: id, generation, expiresAt: { $gt: now } },
        { $set: { generation: generation + 1, attempt, lastUsedAt: now, expiresAt } },
      );
      if (rotated.modifiedCount === 1) return 'rotated';
      const session = await sessions.findById(id).lean();
      if (!session || session.expiresAt <= now) return 'gone';
      if (session.generation === generation + 1 && session.attempt === attempt) return 'again';
      await sessions.deleteOne({ _id: id });
      return 'replayed';
    },
    async sessionsOf(memberId, now) {
      const found = await sessions
        .find({ memberId, expiresAt: { $gt: now } })
        .sort({ lastUsedAt: -1 })
        .lean();
      return found.map((doc) => fromDoc(doc) as StoredSession);
    },
    async endSession(id) {
      return (await sessions.deleteOne({ _id: id })).deletedCount > 0;
    },
    async endOtherSessions(memberId, exceptId) {
      const ended = await sessions
        .find({ memberId, _id: { $ne: exceptId ?? '' } }, { _id: 1 })
        .lean();
      await sessions.deleteMany({ _id: { $in: ended.map((doc) => doc._id) } });
      return ended.map((doc) => doc._id);
    },
  };
}

export const sessionsMongoShelves = (connection: Mongo) => ({
  session: mongoShelf<Doc<StoredSession>, StoredSession>(model(connection)),
});
