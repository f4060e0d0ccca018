/** Clusters on SQLite. */
import type { Cluster } from '../../../shared/contract/clusters.ts';
import { sqliteShelf } from '../../storage/sqlite.shelf.ts';
import { createTitles, underFreeSlug } from '../../storage/sqlite.titles.ts';
import { documents, isDuplicate, type Sqlite, transaction } from '../../storage/sqlite.ts';
import type { ClusterRecord, ClustersStore } from './clusters.store.ts';

/** Clusters that were kept before there were kinds are just that. */
const toCluster = (kept: Omit<Cluster, 'kind'> & Partial<Cluster>): Cluster => ({
  kind: 'cluster',
  ...kept,
});

const isSlugTaken = (error: unknown) => isDuplicate(error, 'clusters.slug');

const titlesOf = (db: Sqlite) =>
  createTitles(db, 'cluster', "SELECT id, doc ->> 'name' AS name FROM clusters");

export function createClustersSqliteStore(db: Sqlite): ClustersStore {
  const byId = documents<ClusterRecord>(db, 'SELECT doc FROM clusters WHERE id = ?');
  const all = documents<ClusterRecord>(db, 'SELECT doc FROM clusters ORDER BY slug');
  const find = (id: string) => byId(id).map(toCluster)[0] ?? null;

  const titles = titlesOf(db);
  const upsert = db.prepare(
    'INSERT INTO clusters (id, slug, doc) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET slug = excluded.slug, doc = excluded.doc',
  );

  function save(cluster: Cluster): Cluster {
    const slug = underFreeSlug(cluster.slug, isSlugTaken, (free) =>
      upsert.run(cluster.id, free, JSON.stringify({ ...cluster, slug: free })),
    );
    return { ...cluster, slug };
  }

  return {
    async add(cluster) {
      return transaction(db, () => {
        titles.take(cluster);
        return save(cluster);
      });
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
    clusters: async () => all().map(toCluster),
    async edit(id, patch) {
      return transaction(db, () => {
        const cluster = find(id);
        if (!cluster) return null;
        if (patch.name !== undefined) titles.take({ id, name: patch.name });
        return save({ ...cluster, ...patch });
      });
    },
  };
}

export function clustersSqliteShelves(db: Sqlite) {
  const titles = titlesOf(db);
  const cluster = sqliteShelf<ClusterRecord>(
    db,
    'clusters',
    "json_set(doc, '$.settled', json(iif(settled, 'true', 'false')))",
    {
      id: "value ->> 'id'",
      slug: "value ->> 'slug'",
      doc: "json_remove(value, '$.settled')",
      settled: "coalesce(value ->> 'settled', 0)",
    },
  );
  return {
    cluster: {
      ...cluster,
      async load(records: ClusterRecord[]) {
        await cluster.load(records);
        transaction(db, () => titles.write(records));
      },
    },
  };
}
