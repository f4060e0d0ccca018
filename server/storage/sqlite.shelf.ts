/** Shelves on SQLite: a row as JSON, and JSON as a row, each by one statement. */
import type { Shelf } from '../core/shelf.ts';
import { type Sqlite, transaction } from './sqlite.ts';

/**
 * @param table the table
 * @param record an SQL expression for the JSON of a row
 * @param columns each column with the SQL expression that takes it from `value`, the JSON of a record
 */
export function sqliteShelf<T extends object>(
  db: Sqlite,
  table: string,
  record: string,
  columns: Record<string, string>,
): Shelf<T> {
  const insert = `INSERT OR REPLACE INTO ${table} (${Object.keys(columns)}) SELECT ${Object.values(columns)} FROM json_each(?)`;
  return {
    async count() {
      return (db.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n;
    },
    async *dump() {
      for (const row of db.prepare(`SELECT ${record} AS record FROM ${table}`).iterate())
        yield JSON.parse((row as { record: string }).record) as T;
    },
    async load(records) {
      transaction(db, () => db.prepare(insert).run(JSON.stringify(records)));
    },
  };
}

/** A table whose columns are the fields of its record, as text and numbers; `json` names those that hold JSON. */
export function plainShelf<T extends object>(
  db: Sqlite,
  table: string,
  fields: Record<string, string>,
  json: string[] = [],
): Shelf<T> {
  const record = Object.entries(fields).map(
    ([field, column]) => `'${field}', ${json.includes(field) ? `json(${column})` : column}`,
  );
  const columns = Object.entries(fields).map(([field, column]) => [
    column,
    json.includes(field) ? `nullif(value -> '${field}', 'null')` : `value ->> '${field}'`,
  ]);
  return sqliteShelf(db, table, `json_object(${record})`, Object.fromEntries(columns));
}
