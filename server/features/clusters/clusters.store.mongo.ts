/** Clusters on MongoDB. */
import { type ClientSession, Schema } from 'mongoose';
import type { Cluster } from '../../../shared/contract/clusters.ts';
import { keysOfTitle } from '../../core/titles.ts';
import { holdTitle, placeTitles, underFreeSlug } from '../../storage/mongo.keys.ts';
import { type Doc as DocOf, mongoShelf, toDoc } from '../../storage/mongo.shelf.ts';
import { fromDoc, inTransaction, type Mongo, modelOf } from '../../storage/mongo.ts';
import type { ClusterRecord, ClustersStore } from './clusters.store.ts';

/** A cluster with the keys of its name. */
type Doc = DocOf<ClusterRecord> & { keys: string[] };

const model = (connection: Mongo) =>
  modelOf<Doc>(
    connection,
    'clusters',
    {
      slug: String,
      keys: [String],
      name: String,
      kind: String,
      country: String,
      nuts: String,
      sectors: [String],
      languages: [String],
      website: String,
      description: String,
      validated: Schema.Types.Mixed,
      settled: Boolean,
    },
    [[{ slug: 1 }, { unique: true }], [{ keys: 1 }]],
  );

export function createClustersMongoStore(connection: Mongo): ClustersStore {
  const clusters = model(connection);
  function toCluster(doc: Doc | null): Cluster | null {
    if (!doc) return null;
    const { settled: _settled, keys: _keys, ...cluster } = fromDoc(doc);
    return { ...cluster, kind: cluster.kind ?? 'cluster' };
  }

  return {
    add: (cluster) =>
      underFreeSlug(connection, { kind: 'cluster', id: cluster.id, slug: cluster.slug }, (slug) =>
        inTransaction(connection, async (session) => {
          await holdTitle(
            connection,
            { kind: 'cluster', id: cluster.id, name: cluster.name },
            session,
          );
          const added = { ...cluster, slug };
          await clusters.create([{ ...toDoc(added), keys: keysOfTitle(added) }], { session });
          return added;
        }),
      ),
    async cluster(id) {
      return toCluster(await clusters.findById(id).lean<Doc>());
    },
    async settle(id) {
      const { modifiedCount } = await clusters.updateOne(
        { _id: id, settled: { $ne: true } },
        { $set: { settled: true } },
      );
      return modifiedCount > 0;
    },
    async clusters() {
      return (await clusters.find().sort({ slug: 1 }).lean<Doc[]>()).map(
        (doc) => toCluster(doc) as Cluster,
      );
    },
    async edit(id, { name, slug: wanted, ...patch }) {
      const write = (set: object, session: ClientSession | null = null) =>
        clusters
          .findOneAndUpdate({ _id: id }, { $set: set }, { returnDocument: 'after', session })
          .lean<Doc>();
      if (name === undefined || wanted === undefined) return toCluster(await write(patch));
      const edited = await underFreeSlug(
        connection,
        { kind: 'cluster', id, slug: wanted },
        (slug) =>
          inTransaction(connection, async (session) => {
            await holdTitle(connection, { kind: 'cluster', id, name }, session);
            return write({ ...patch, name, slug, keys: keysOfTitle({ name }) }, session);
          }),
      );
      return toCluster(edited);
    },
  };
}

/** Derives the keys of the names of clusters, where it is needed. */
export const placeClusterTitles = (connection: Mongo): Promise<void> =>
  placeTitles(connection, 'cluster');

export const clustersMongoShelves = (connection: Mongo) => ({
  cluster: mongoShelf<Doc, ClusterRecord>(model(connection), {
    record: ({ keys: _keys, ...doc }) => ({ settled: false, ...fromDoc(doc) }),
    doc: (record) => ({ ...toDoc(record), keys: keysOfTitle(record) }),
  }),
});
