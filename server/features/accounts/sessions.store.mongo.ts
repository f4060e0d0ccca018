/** Sessions on MongoDB. */
import { type Doc, mongoShelf, toDoc } from '../../storage/mongo.shelf.ts';
import { fromDoc, gathered, type Mongo, modelOf } from '../../storage/mongo.ts';
import {
  endOf,
  judgeRotation,
  type Rotation,
  type SessionsStore,
  type StoredSession,
} from './sessions.store.ts';

type SessionDoc = Doc<StoredSession>;

/** The collection of sessions. */
export const sessionsModel = (connection: Mongo) => {
  return modelOf<SessionDoc>(
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
      ended: String,
    },
    [[{ memberId: 1 }], [{ expiresAt: 1 }]],
  );
};

// Those from before their ends were kept have no `ended`.
const toSession = (doc: SessionDoc | null): StoredSession | null =>
  doc && { ...(fromDoc(doc) as StoredSession), ended: doc.ended ?? null };

export function createSessionsMongoStore(connection: Mongo): SessionsStore {
  const sessions = sessionsModel(connection);
  return {
    async addSession(session) {
      await sessions.create(toDoc(session));
      await sessions.deleteMany({ expiresAt: { $lt: session.createdAt } });
    },
    session: gathered(sessions, (doc) => (doc?.ended ? null : toSession(doc))),
    async sessionEnd(id, now) {
      return endOf(toSession(await sessions.findById(id).lean()), now);
    },
    async rotate(request): Promise<Rotation> {
      const { id, generation, attempt, now, expiresAt } = request;
      for (;;) {
        const session = toSession(await sessions.findById(id).lean());
        const found = judgeRotation(session, request);
        if (found === 'gone' || found === 'again') return found;
        const change =
          found === 'rotated'
            ? { generation: generation + 1, attempt, lastUsedAt: now, expiresAt }
            : { ended: found === 'replayed' ? 'TOKEN_REUSED' : 'SESSION_UNKNOWN' };
        // Only as it was judged: a node that was faster is judged anew.
        const { modifiedCount } = await sessions.updateOne(
          { _id: id, generation: session?.generation ?? 0, ended: null },
          { $set: change },
        );
        if (modifiedCount === 1) return found === 'rolled_back' ? 'gone' : found;
      }
    },
    async sessionsOf(memberId, now) {
      const found = await sessions
        .find({ memberId, expiresAt: { $gt: now }, ended: null })
        .sort({ lastUsedAt: -1 })
        .lean();
      return found.map((doc) => fromDoc(doc) as StoredSession);
    },
    async endSession(id, reason) {
      const ended = await sessions.updateOne({ _id: id, ended: null }, { $set: { ended: reason } });
      return ended.modifiedCount > 0;
    },
    async endOtherSessions(memberId, exceptId, reason) {
      const live = { memberId, _id: { $ne: exceptId ?? '' }, ended: null };
      const ids = (await sessions.find(live, { _id: 1 }).lean()).map((doc) => doc._id);
      await sessions.updateMany({ _id: { $in: ids }, ended: null }, { $set: { ended: reason } });
      return ids;
    },
  };
}

export const sessionsMongoShelves = (connection: Mongo) => ({
  session: mongoShelf<SessionDoc, StoredSession>(sessionsModel(connection)),
});
