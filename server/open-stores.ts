/** Opens the database that the settings name, and brings it up to date. Only the chosen adapter is loaded. */
import { hash } from 'node:crypto';
import { join } from 'node:path';
import type { Config } from './config.ts';
import type { Stores } from './stores.ts';

export const sqliteFile = ({ dataDir }: Pick<Config, 'dataDir'>) => join(dataDir, 'muster.db');

/**
 * @param node the name of this node among those on the same database
 * @param redis the identity of the Redis that carries its events; undefined for a tool, which tells nobody anything
 */
export async function openStores(
  config: Config,
  node: string,
  redis?: string | null,
): Promise<Stores> {
  if (!config.mongodbUrl)
    return (await import('./stores.sqlite.ts')).openSqliteStores(sqliteFile(config));
  const facts =
    redis === undefined
      ? null
      : { secret: hash('sha256', `node ${config.jwtSecret}`, 'base64url'), redis };
  return (await import('./stores.mongo.ts')).openMongoStores(config.mongodbUrl, node, facts);
}
