/** Drafts on MongoDB. */
import type { Draft } from '../../../shared/contract/drafts.ts';
import { type Mongo, modelOf } from '../../storage/mongo.ts';
import { type DraftsStore, isEmpty } from './drafts.store.ts';

/** `_id` is `memberId:channelId:rootId`. */
type Doc = Draft & { _id: string; memberId: string };

export function createDraftsMongoStore(connection: Mongo): DraftsStore {
  const drafts = modelOf<Doc>(connection, 'drafts', { memberId: String, channelId: String, rootId: String, text: String, title: String, updatedAt: String }, [
    [{ memberId: 1, updatedAt: -1 }],
  ]);
  return {
    async drafts(memberId) {
      const found = await drafts.find({ memberId }).sort({ updatedAt: -1 }).lean<Doc[]>();
      return found.map(({ channelId, rootId, text, title, updatedAt }) => ({ channelId, rootId, text, title, updatedAt }));
    },
    async save(memberId, draft) {
      const _id = `${memberId}:${draft.channelId}:${draft.rootId ?? ''}`;
      if (isEmpty(draft)) await drafts.deleteOne({ _id });
      else await drafts.replaceOne({ _id }, { memberId, ...draft }, { upsert: true });
    },
  };
}
