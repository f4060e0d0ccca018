/** Clusters on MongoDB. */
import { Schema } from 'mongoose';
import type { Cluster } from '../../../shared/contract/clusters.ts';
import { conflict } from '../../core/errors.ts';
import { mongoShelf } from '../../storage/mongo.shelf.ts';
import { fromDoc, isDuplicateKey, type Mongo, modelOf } from '../../storage/mongo.ts';
import type { ClusterRecord, ClustersStore } from './clusters.store.ts';

type Doc = Omit<ClusterRecord, 'id'> & { _id: string };

const model = (connection: Mongo) =>
  modelOf<Doc>(
    connection,
    'clusters',
    {
      slug: String,
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
    [[{ slug: 1 }, { unique: true }]],
  );

export function createClustersMongoStore(connection: Mongo): ClustersStore {
  const clusters = model(connection);
  const taken = (error: unknown) =>
    isDuplicateKey(error, 'slug')
      ? conflict('There is already a cluster with this name.', { reason: 'CLUSTER_NAME_TAKEN' })
      : error;
  function toCluster(doc: Doc | null): Cluster | null {
    if (!doc) return null;
    const { settled: _settled, ...cluster } = fromDoc(doc);
    return { ...cluster, kind: cluster.kind ?? 'cluster' };
  }

  return {
    async add({ id, ...rest }) {
      await clusters.create({ _id: id, ...rest }).catch((error) => Promise.reject(taken(error)));
      return { id, ...rest };
    },
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
    async edit(id, patch) {
      const edited = await clusters
        .findOneAndUpdate({ _id: id }, { $set: patch }, { returnDocument: 'after' })
        .lean<Doc>()
        .catch((error) => Promise.reject(taken(error)));
      return toCluster(edited);
    },
  };
}

export const clustersMongoShelves = (connection: Mongo) => ({
  cluster: mongoShelf<Doc, ClusterRecord>(model(connection), {
    record: (doc) => ({ settled: false, ...fromDoc(doc) }),
  }),
});
