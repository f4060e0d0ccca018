/** Saved searches on MongoDB. */
import { mongoShelf } from '../../storage/mongo.shelf.ts';
import { fromDoc, isDuplicateKey, type Mongo, modelOf } from '../../storage/mongo.ts';
import { prefixesOf, type SearchesStore, type StoredSearch } from './searches.store.ts';

type Doc = Omit<StoredSearch, 'id'> & { _id: string };

const model = (connection: Mongo) =>
  modelOf<Doc>(
    connection,
    'searches',
    {
      memberId: String,
      name: String,
      kind: String,
      product: String,
      nuts: String,
      createdAt: String,
      seenAt: String,
    },
    [[{ memberId: 1, createdAt: 1 }], [{ product: 1, nuts: 1 }]],
  );

export function createSearchesMongoStore(connection: Mongo): SearchesStore {
  const searches = model(connection);
  const read = (doc: Doc) => fromDoc(doc) as unknown as StoredSearch;
  return {
    async save({ id, ...search }) {
      // Another member's has the same _id, so that the insert into which this turns is refused.
      return searches
        .replaceOne({ _id: id, memberId: search.memberId }, search, { upsert: true })
        .then(
          () => true,
          (error) => {
            if (isDuplicateKey(error, '_id')) return false;
            throw error;
          },
        );
    },
    async search(id) {
      const found = await searches.findById(id).lean<Doc>();
      return found && read(found);
    },
    async searches(memberId) {
      return (await searches.find({ memberId }).sort({ createdAt: 1, _id: 1 }).lean<Doc[]>()).map(
        read,
      );
    },
    async finding({ kind, product, nuts }) {
      const found = await searches
        .find({
          product: { $in: [null, product] },
          nuts: { $in: [null, ...prefixesOf(nuts)] },
          kind: { $in: [null, kind] },
        })
        .lean<Doc[]>();
      return found.map(read);
    },
    async remove(id, memberId) {
      return (await searches.deleteOne({ _id: id, memberId })).deletedCount > 0;
    },
    async forget(memberId) {
      await searches.deleteMany({ memberId });
    },
  };
}

export const searchesMongoShelves = (connection: Mongo) => ({
  search: mongoShelf<Doc, StoredSearch>(model(connection)),
});
