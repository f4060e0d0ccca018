/** The embedded database: opens it, brings it up to date, and names its failures. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';
import { v7 as uuid } from 'uuid';
import { AppError } from '../core/errors.ts';
import { migrations } from './sqlite.migrations.ts';

export type Sqlite = Database.Database;
export type Statement = Database.Statement<unknown[]>;

/**
 * Opens the database file, created and migrated as needed. Commits are durable when they return (WAL, synchronous FULL).
 * Throws when the file was written by a newer Muster.
 * @param references false while an archive is taken in, in which what refers to others comes first
 */
export function openSqlite(file: string, { references = true } = {}): Sqlite {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
  const db = new Database(file);
  db.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000; PRAGMA cache_size = -16000; PRAGMA wal_autocheckpoint = 8000;',
  );
  db.exec(`PRAGMA foreign_keys = ${references ? 'ON' : 'OFF'}`);
  migrate(db, file);
  return db;
}

function migrate(db: Sqlite, file: string) {
  const { user_version: version } = db.prepare('PRAGMA user_version').get() as {
    user_version: number;
  };
  if (version > migrations.length)
    throw new Error(
      `${file} was written by a newer Muster (schema ${version}, this one knows ${migrations.length}). Install that version again, or restore a backup.`,
    );
  for (const [index, sql] of migrations.slice(version).entries())
    transaction(db, () => {
      db.exec(sql);
      db.exec(`PRAGMA user_version = ${version + index + 1}`);
    });
  db.prepare("INSERT OR IGNORE INTO meta (key, value) VALUES ('epoch', ?)").run(uuid());
}

/** Throws while another process has the database open; folds its log into the file. */
export function assertUnused(file: string): void {
  const db = new Database(file);
  try {
    // Only the last connection may leave WAL mode.
    const { journal_mode: mode } = db.prepare('PRAGMA journal_mode = DELETE').get() as {
      journal_mode: string;
    };
    if (mode !== 'delete') throw new Error('in use');
  } catch {
    throw new Error(`Stop the server first: ${file} is open in another process.`);
  } finally {
    db.close();
  }
}

/** Runs the work in one write transaction: all of it or nothing. */
export function transaction<T>(db: Sqlite, work: () => T): T {
  try {
    db.exec('BEGIN IMMEDIATE');
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK');
    throw sqliteError(error);
  }
}

/**
 * A query for many rows of JSON, prepared once and read as one row: fetching them one by one costs more than anything else.
 * @param sql selects JSON text as `doc`, in order
 */
export function documents<T>(db: Sqlite, sql: string): (...params: unknown[]) => T[] {
  const statement = db.prepare(`SELECT group_concat(doc) AS docs FROM (${sql})`);
  return (...params) => {
    const { docs } = statement.get(...params) as { docs: string | null };
    return docs === null ? [] : JSON.parse(`[${docs}]`);
  };
}

/** The database's failures in the words of the contract. */
export function sqliteError(error: unknown): unknown {
  const code = (error as { code?: string }).code ?? '';
  if (code === 'SQLITE_FULL' || /disk is full/.test(String(error)))
    return new AppError(
      'no_space',
      'The disk of the server is full. Nothing was stored; reading still works.',
    );
  if (code === 'SQLITE_BUSY')
    return new AppError('unavailable', 'The database is busy.', { retryAfter: 1 });
  return error;
}

/** True when an insert met a unique index; `column` as in `members.email`. */
export const isDuplicate = (error: unknown, column: string) =>
  String(error).includes('UNIQUE') && String(error).includes(column);
