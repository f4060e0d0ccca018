/** Bots on MongoDB. */
import { mongoShelf } from '../../storage/mongo.shelf.ts';
import { fromDoc, gathered, isText, type Mongo, modelOf } from '../../storage/mongo.ts';
import type { BotsStore, StoredBot } from './bots.store.ts';

type Doc = Omit<StoredBot, 'id'> & { _id: string };

const model = (connection: Mongo) =>
  modelOf<Doc>(
    connection,
    'bots',
    {
      tokenHash: String,
      createdAt: String,
      revokedAt: String,
      lastUsedAt: String,
      ownerId: String,
    },
    [
      [
        { tokenHash: 1 },
        { unique: true, partialFilterExpression: { tokenHash: { $type: 'string' } } },
      ],
      [{ ownerId: 1 }],
    ],
  );

export function createBotsMongoStore(connection: Mongo): BotsStore {
  const bots = model(connection);
  // Those from before it was kept have no `ownerId`.
  const toBot = (doc: Doc | null) =>
    doc && { ...(fromDoc(doc) as StoredBot), ownerId: doc.ownerId ?? null };
  const change = async (id: string, $set: Partial<Doc>) =>
    toBot(
      await bots.findOneAndUpdate({ _id: id }, { $set }, { returnDocument: 'after' }).lean<Doc>(),
    );
  return {
    async add({ id, ...rest }) {
      await bots.create({ _id: id, ...rest });
    },
    bot: gathered(bots, toBot),
    async byToken(tokenHash) {
      return toBot(await bots.findOne({ tokenHash: isText(tokenHash) }).lean<Doc>());
    },
    async bots() {
      return (await bots.find().sort({ _id: 1 }).lean<Doc[]>()).map(
        (doc) => fromDoc(doc) as StoredBot,
      );
    },
    setToken: (id, tokenHash, ownerId) => change(id, { tokenHash, ownerId, revokedAt: null }),
    revoke: (id, now) => change(id, { tokenHash: null, revokedAt: now }),
    async ownedBy(ownerId) {
      return (await bots.find({ ownerId }).lean<Doc[]>()).map((doc) => fromDoc(doc) as StoredBot);
    },
    async used(id, now) {
      await bots.updateOne({ _id: id }, { $set: { lastUsedAt: now } });
    },
  };
}

export const botsMongoShelves = (connection: Mongo) => ({
  bot: mongoShelf<Doc, StoredBot>(model(connection)),
});
