/** The handles that members left, and go on leading to them, on MongoDB. */
import type { ClientSession } from 'mongoose';
import { mongoShelf } from '../../storage/mongo.shelf.ts';
import { type Mongo, modelOf } from '../../storage/mongo.ts';
import type { FormerHandle } from './accounts.store.ts';

interface HandleDoc {
  /** The handle. */
  _id: string;
  memberId: string;
  leftAt: string;
}

const modelFor = (connection: Mongo) =>
  modelOf<HandleDoc>(connection, 'former_handles', { memberId: String, leftAt: String }, [
    [{ memberId: 1, leftAt: -1 }],
  ]);

export function createFormerHandles(connection: Mongo) {
  const former = modelFor(connection);
  return {
    /** Whether somebody else had it. */
    async isOthers(handle: string, memberId: string, session?: ClientSession): Promise<boolean> {
      const found = await former.findById(handle, null, session ? { session } : {}).lean();
      return found !== null && found.memberId !== memberId;
    },
    /** When a member last left one. */
    async lastLeft(memberId: string, session: ClientSession): Promise<string | null> {
      const last = await former
        .findOne({ memberId }, null, { session })
        .sort({ leftAt: -1 })
        .lean();
      return last?.leftAt ?? null;
    },
    async leave({ handle, ...rest }: FormerHandle, session: ClientSession): Promise<void> {
      await former.updateOne({ _id: handle }, { $set: rest }, { session, upsert: true });
    },
    /** Who had which of these. */
    async owners(handles: string[]): Promise<[handle: string, memberId: string][]> {
      const found = await former.find({ _id: { $in: handles } }).lean();
      return found.map(({ _id, memberId }) => [_id, memberId]);
    },
  };
}

export const formerHandlesMongoShelves = (connection: Mongo) => ({
  formerHandle: mongoShelf<HandleDoc, FormerHandle>(modelFor(connection), {
    record: ({ _id, memberId, leftAt }) => ({ handle: _id, memberId, leftAt }),
    doc: ({ handle, ...rest }) => ({ _id: handle, ...rest }),
  }),
});
