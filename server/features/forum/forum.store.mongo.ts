/** The settings of the forum on MongoDB. */
import { mongoShelf } from '../../storage/mongo.shelf.ts';
import { inTransaction, type Mongo, modelOf } from '../../storage/mongo.ts';
import { type ForumStore, type SettingRecord, toRecords, toSettings } from './forum.store.ts';

interface SettingDoc {
  /** The name of the setting. */
  _id: string;
  value: string;
}

const settingModel = (connection: Mongo) =>
  modelOf<SettingDoc>(connection, 'settings', { value: String });

const toRecord = ({ _id, value }: SettingDoc): SettingRecord => ({ name: _id, value });

export function createForumMongoStore(connection: Mongo): ForumStore {
  const settings = settingModel(connection);
  return {
    async settings() {
      return toSettings((await settings.find().lean<SettingDoc[]>()).map(toRecord));
    },
    save: (patch) =>
      inTransaction(connection, async (session) => {
        for (const { name, value } of toRecords(patch))
          await settings.updateOne({ _id: name }, { $set: { value } }, { upsert: true, session });
      }),
  };
}

export const forumMongoShelves = (connection: Mongo) => ({
  setting: mongoShelf<SettingDoc, SettingRecord>(settingModel(connection), {
    record: toRecord,
    doc: ({ name, value }) => ({ _id: name, value }),
  }),
});
