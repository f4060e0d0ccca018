/** Drafts on MongoDB. */
import type { Draft } from '../../../shared/contract/drafts.ts';
import { mongoShelf } from '../../storage/mongo.shelf.ts';
import { type Mongo, modelOf } from '../../storage/mongo.ts';
import { type DraftsStore, isEmpty } from './drafts.store.ts';

/** `_id` is `memberId:channelId:rootId`. */
type Doc = Draft & { _id: string; memberId: string };

const model = (connection: Mongo) =>
  modelOf<Doc>(
    connection,
    'drafts',
    {
      memberId: String,
      channelId: String,
      rootId: String,
      text: String,
      title: String,
      updatedAt: String,
    },
    [[{ memberId: 1, updatedAt: -1 }]],
  );

const idOf = (memberId: string, { channelId, rootId }: Pick<Draft, 'channelId' | 'rootId'>) =>
  `${memberId}:${channelId}:${rootId ?? ''}`;

export function createDraftsMongoStore(connection: Mongo): DraftsStore {
  const drafts = model(connection);
  return {
    async drafts(memberId) {
      const found = await drafts.find({ memberId }).sort({ updatedAt: -1 }).lean<Doc[]>();
      return found.map(({ channelId, rootId, text, title, updatedAt }) => ({
        channelId,
        rootId,
        text,
        title,
        updatedAt,
      }));
    },
    elsewhere: (memberId, place) =>
      drafts.countDocuments({ memberId, _id: { $ne: idOf(memberId, place) } }),
    async save(memberId, draft) {
      const _id = idOf(memberId, draft);
      if (isEmpty(draft)) await drafts.deleteOne({ _id });
      else await drafts.replaceOne({ _id }, { memberId, ...draft }, { upsert: true });
    },
    async forget(memberId) {
      await drafts.deleteMany({ memberId });
    },
  };
}

export const draftsMongoShelves = (connection: Mongo) => ({
  draft: mongoShelf<Doc, Omit<Doc, '_id'>>(model(connection), {
    record: ({ _id, ...draft }) => draft,
    doc: (draft) => ({ _id: idOf(draft.memberId, draft), ...draft }),
  }),
});
