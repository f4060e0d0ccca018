/** Takes an archive in: into an empty forum, or in place of what is there. Whole or not at all. */
import { existsSync, renameSync, rmSync } from 'node:fs';
import { v4 as uuid } from 'uuid';
import type { Config } from '../config.ts';
import type { Shelves } from '../core/shelf.ts';
import { sqliteFile } from '../open-stores.ts';
import { type Counts, checkArchive, readArchive } from './archive.ts';
import type { Progress } from './progress.ts';

/**
 * Reads the archive through once, then takes it in; the database has a new epoch afterwards, so that clients start afresh.
 * @param replace whether what is there may go; on SQLite it is kept beside as `muster.db.before`
 */
export function restore(
  config: Config,
  file: string,
  replace: boolean,
  progress: Progress,
): Promise<Counts> {
  return config.mongodbUrl
    ? intoMongo(config.mongodbUrl, file, replace, progress)
    : intoSqlite(sqliteFile(config), file, replace, progress);
}

async function isEmpty(shelves: Shelves): Promise<boolean> {
  const counts = await Promise.all(
    [shelves.member, shelves.channel, shelves.post].map((shelf) => shelf?.count()),
  );
  return counts.every((count) => count === 0);
}

const taken = 'There is a forum already. Say --replace to put the archive in its place.';

async function intoSqlite(
  database: string,
  file: string,
  replace: boolean,
  progress: Progress,
): Promise<Counts> {
  const { openSqliteStores } = await import('../stores.sqlite.ts');
  const { assertUnused } = await import('../storage/sqlite.ts');
  if (existsSync(database)) {
    assertUnused(database);
    const present = openSqliteStores(database);
    const empty = await isEmpty(present.shelves);
    await present.close();
    if (!empty && !replace) throw new Error(taken);
  }
  const fresh = `${database}.new`;
  removeDatabase(fresh);
  const stores = openSqliteStores(fresh, { references: false });
  try {
    const counts = await checkArchive(stores.shelves, file);
    await readArchive(stores.shelves, file, counts, progress);
    await stores.close();
    if (existsSync(database)) {
      removeDatabase(`${database}.before`);
      renameSync(database, `${database}.before`);
      removeDatabase(database);
    }
    renameSync(fresh, database);
    removeDatabase(fresh);
    return counts;
  } catch (error) {
    await stores.close().catch(() => {});
    removeDatabase(fresh);
    throw error;
  }
}

function removeDatabase(path: string) {
  for (const end of ['', '-wal', '-shm']) rmSync(path + end, { force: true });
}

async function intoMongo(
  url: string,
  file: string,
  replace: boolean,
  progress: Progress,
): Promise<Counts> {
  const { openMongoForRestore } = await import('../stores.mongo.ts');
  const target = await openMongoForRestore(url, `restore-${uuid()}`);
  try {
    const counts = await checkArchive(target.shelves, file);
    if (!(await isEmpty(target.shelves)) && !replace) throw new Error(taken);
    await target.begin();
    await readArchive(target.shelves, file, counts, progress);
    await target.end();
    return counts;
  } finally {
    await target.close();
  }
}
