/** Clusters on SQLite. */
import type { Cluster } from '../../../shared/contract/clusters.ts';
import { sqliteShelf } from '../../storage/sqlite.shelf.ts';
import { createTitles, underFreeSlug } from '../../storage/sqlite.titles.ts';
import { isDuplicate, type Sqlite, transaction } from '../../storage/sqlite.ts';
import type { ClusterRecord, ClustersStore } from './clusters.store.ts';

type Row = { doc: string };

/** Clusters that were kept before there were kinds are just that. */
const toCluster = (row: unknown): Cluster => ({ kind: 'cluster', ...JSON.parse((row as Row).doc) });

const isSlugTaken = (error: unknown) => isDuplicate(error, 'clusters.slug');

const titlesOf = (db: Sqlite) =>
  createTitles(db, 'cluster', "SELECT id, doc ->> 'name' AS name FROM clusters");

export function createClustersSqliteStore(db: Sqlite): ClustersStore {
  const parse = (row: unknown) => (row ? toCluster(row) : null);
  const find = (id: string) => parse(db.prepare('SELECT doc FROM clusters WHERE id = ?').get(id));

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
    async clusters() {
      return db.prepare('SELECT doc FROM clusters ORDER BY slug').all().map(toCluster);
    },
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
