/** How members stand, on MongoDB. */
import type { ClientSession } from 'mongoose';
import { v7 as uuid } from 'uuid';
import { conflict } from '../../core/errors.ts';
import { inTransaction, type Mongo, metaModel } from '../../storage/mongo.ts';
import { type StandingStore, withoutTraces } from './accounts.store.ts';
import { createFormerHandles } from './handles.mongo.ts';
import { flagAlike, type MemberDoc, membersModel, readMember } from './members.model.mongo.ts';
import { sessionsModel } from './sessions.store.mongo.ts';

/** Those who are suspended now. */
export const isSuspended = () => ({
  suspension: { $ne: null },
  $or: [{ 'suspension.until': null }, { 'suspension.until': { $gt: new Date().toISOString() } }],
});

/** Throws a `conflict` unless there is an administrator who is not shut out. */
export async function assertAdministered(connection: Mongo, session: ClientSession): Promise<void> {
  // One document that every such change writes puts them in line, so that no two pass each other.
  await metaModel(connection).updateOne(
    { _id: 'roles' },
    { $set: { value: uuid() } },
    { upsert: true, session },
  );
  const administrator = await membersModel(connection)
    .exists({ roles: 'administrator', $nor: [isSuspended()] })
    .session(session);
  if (!administrator)
    throw conflict('Somebody must stay administrator.', { reason: 'LAST_ADMINISTRATOR' });
}

export function createStandingMongoStore(connection: Mongo): StandingStore {
  const members = membersModel(connection);
  const sessions = sessionsModel(connection);
  const former = createFormerHandles(connection);

  return {
    setSuspension: (id, suspension) =>
      inTransaction(connection, async (session) => {
        const doc = await members
          .findOneAndUpdate(
            { _id: id, deletion: null },
            { $set: { suspension } },
            { session, returnDocument: 'after' },
          )
          .lean<MemberDoc>();
        if (doc) await assertAdministered(connection, session);
        return doc && readMember(doc);
      }),
    async sawMember(id, activeAt) {
      await members.updateOne({ _id: id, deletion: null }, { $set: { activeAt } });
    },
    deleteMember: (id, deletion) =>
      inTransaction(connection, async (session) => {
        const doc = await members
          .findOne({ _id: id, deletion: null }, null, { session })
          .lean<MemberDoc>();
        if (!doc) return null;
        const { id: _id, ...stripped } = withoutTraces(readMember(doc), deletion);
        await members.updateOne(
          { _id: id },
          { $set: { ...stripped, words: [], keys: [] } },
          { session },
        );
        await assertAdministered(connection, session);
        const { handle } = doc;
        await former.leave({ handle, memberId: id, leftAt: deletion.at }, session);
        await flagAlike(connection, doc.keys, session);
        await sessions.updateMany(
          { memberId: id },
          { $set: { userAgent: '', address: '' } },
          { session },
        );
        await sessions.updateMany(
          { memberId: id, ended: null },
          { $set: { ended: 'ACCOUNT_DELETED' } },
          { session },
        );
        return { id, ...stripped };
      }),
    async unfinishedDeletions() {
      return (await members.find({ 'deletion.done': false }).lean<MemberDoc[]>()).map(readMember);
    },
    async deletionDone(id) {
      await members.updateOne({ _id: id }, { $set: { 'deletion.done': true } });
    },
  };
}
