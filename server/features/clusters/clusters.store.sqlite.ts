/** Clusters on SQLite. */
import type { Cluster } from '../../../shared/contract/clusters.ts';
import { conflict } from '../../core/errors.ts';
import { sqliteShelf } from '../../storage/sqlite.shelf.ts';
import { isDuplicate, type Sqlite, transaction } from '../../storage/sqlite.ts';
import type { ClusterRecord, ClustersStore } from './clusters.store.ts';

type Row = { doc: string };

/** Clusters that were kept before there were kinds are just that. */
const toCluster = (row: unknown): Cluster => ({ kind: 'cluster', ...JSON.parse((row as Row).doc) });

export function createClustersSqliteStore(db: Sqlite): ClustersStore {
  const parse = (row: unknown) => (row ? toCluster(row) : null);
  const find = (id: string) => parse(db.prepare('SELECT doc FROM clusters WHERE id = ?').get(id));

  function save(cluster: Cluster): Cluster {
    try {
      db.prepare(
        'INSERT INTO clusters (id, slug, doc) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET slug = excluded.slug, doc = excluded.doc',
      ).run(cluster.id, cluster.slug, JSON.stringify(cluster));
      return cluster;
    } catch (error) {
      throw isDuplicate(error, 'clusters.slug')
        ? conflict('There is already a cluster with this name.', { reason: 'CLUSTER_NAME_TAKEN' })
        : error;
    }
  }

  return {
    async add(cluster) {
      return transaction(db, () => save(cluster));
    },
    async cluster(id) {
      return find(id);
    },
    async settle(id) {
      return (
        db.prepare('UPDATE clusters SET settled = 1 WHERE id = ? AND settled = 0').run(id).changes >
        0
      );
    },
    async clusters() {
      return db.prepare('SELECT doc FROM clusters ORDER BY slug').all().map(toCluster);
    },
    async edit(id, patch) {
      return transaction(db, () => {
        const cluster = find(id);
        return cluster && save({ ...cluster, ...patch });
      });
    },
  };
}

export const clustersSqliteShelves = (db: Sqlite) => ({
  cluster: sqliteShelf<ClusterRecord>(
    db,
    'clusters',
    "json_set(doc, '$.settled', json(iif(settled, 'true', 'false')))",
    {
      id: "value ->> 'id'",
      slug: "value ->> 'slug'",
      doc: "json_remove(value, '$.settled')",
      settled: "coalesce(value ->> 'settled', 0)",
    },
  ),
});
