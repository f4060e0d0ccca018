/** The grown database: connects to a MongoDB replica set through mongoose, and names its failures. */
import mongoose, { type Connection, type SchemaDefinition } from 'mongoose';
import { v7 as uuid } from 'uuid';
import { AppError } from '../core/errors.ts';
import { gather } from './gather.ts';
import { type NodeFacts, openSessions, type Sessions, serverTime } from './mongo.sessions.ts';

export type Mongo = Connection;

/** The version of the collections' shape; a database that says a higher one is refused. */
const schemaVersion = 1;

/**
 * Connects; throws with what to do when the server is no replica set or was written by a newer Muster.
 * Writes are acknowledged by a majority and journaled; reads see only such writes.
 */
export async function connectMongo(url: string): Promise<Mongo> {
  const connection = mongoose.createConnection(url, {
    w: 'majority',
    journal: true,
    readConcernLevel: 'majority',
    serverSelectionTimeoutMS: 4000,
    // A server that stopped answering is noticed by the monitor within four seconds, which fails whatever waits for it. No
    // socketTimeoutMS: making an index or emptying a collection may take long.
    connectTimeoutMS: 2000,
    heartbeatFrequencyMS: 2000,
    autoIndex: false,
    autoCreate: false,
    bufferCommands: false,
  });
  await connection.asPromise();
  const hello = await connection.db?.admin().command({ hello: 1 });
  if (!hello?.setName && hello?.msg !== 'isdbgrid') {
    await connection.close();
    throw new Error(
      'MONGODB_URL: this MongoDB is not a replica set, and Muster needs transactions. Start mongod with --replSet and run rs.initiate().',
    );
  }
  return connection;
}

interface MetaDoc {
  _id: string;
  value: string;
}

const sessions = new WeakMap<Mongo, Sessions>();

/** Ensures the collections and indexes of all models, the database's epoch and version, and this node's sessions. */
export async function prepareMongo(
  connection: Mongo,
  node: string,
  facts: NodeFacts | null,
): Promise<void> {
  const meta = metaModel(connection);
  const version = await meta
    .findOneAndUpdate(
      { _id: 'schema' },
      { $setOnInsert: { value: String(schemaVersion) } },
      { upsert: true, returnDocument: 'after' },
    )
    .lean();
  if (Number(version?.value) > schemaVersion)
    throw new Error(
      `MONGODB_URL: the database was written by a newer Muster (schema ${version?.value}, this one knows ${schemaVersion}).`,
    );
  await meta.updateOne({ _id: 'epoch' }, { $setOnInsert: { value: uuid() } }, { upsert: true });
  for (const model of Object.values(connection.models)) {
    await model.createCollection();
    await model.createIndexes();
  }
  sessions.set(connection, await openSessions(connection, node, facts));
}

/** Throws while a restore was begun and not finished. */
export async function assertWhole(connection: Mongo): Promise<void> {
  if (await metaModel(connection).exists({ _id: 'restoring' }))
    throw new Error(
      'MONGODB_URL: a restore into this database was not finished. Run it again, with `muster restore FILE --replace`.',
    );
}

/**
 * Empties the database for a restore, which a mark in it says is not finished yet; no node starts on it meanwhile.
 * Throws while a node is alive.
 */
export async function beginRestore(connection: Mongo): Promise<void> {
  const meta = metaModel(connection);
  await meta.updateOne({ _id: 'restoring' }, { $set: { value: 'yes' } }, { upsert: true });
  const silent = new Date((await serverTime(connection)).getTime() - 60_000);
  const alive = await connection.db
    ?.collection('nodes')
    .findOne({ beat: { $gt: silent }, facts: { $ne: null } });
  if (alive) {
    await meta.deleteOne({ _id: 'restoring' });
    throw new Error(
      `Stop the server first: node ${alive._id} ran on this database less than a minute ago.`,
    );
  }
  for (const model of Object.values(connection.models))
    if (model.modelName !== 'meta') await model.deleteMany({});
}

/** Gives the database a new epoch and takes the mark away. */
export async function endRestore(connection: Mongo): Promise<void> {
  const meta = metaModel(connection);
  await meta.updateOne({ _id: 'epoch' }, { $set: { value: uuid() } }, { upsert: true });
  await meta.deleteOne({ _id: 'restoring' });
}

/** The disk of the server that answers; null where it does not say, as hosted ones may not. */
export async function mongoDisk(
  connection: Mongo,
): Promise<{ free: number; total: number } | null> {
  const { fsTotalSize: total, fsUsedSize: used } = (await connection.db?.stats()) ?? {};
  return typeof total === 'number' && typeof used === 'number' && total > 0
    ? { free: total - used, total }
    : null;
}

/** Ends this node's sessions and the connection. */
export async function closeMongo(connection: Mongo): Promise<void> {
  await sessions.get(connection)?.close();
  await connection.close();
}

/** Facts of the database itself. */
export const metaModel = (connection: Mongo) =>
  modelOf<MetaDoc>(connection, 'meta', { value: String });

/** The random id of this database, new after a restore. */
export async function mongoEpoch(connection: Mongo): Promise<string> {
  const epoch = await metaModel(connection).findById('epoch').lean();
  if (!epoch) throw new Error('The database has no epoch.');
  return epoch.value;
}

/** A model whose ids are our own strings; unknown fields are refused. */
export function modelOf<T extends { _id: string }>(
  connection: Mongo,
  name: string,
  definition: SchemaDefinition,
  indexes: [Record<string, 1 | -1>, object?][] = [],
) {
  const existing = connection.models[name];
  if (existing) return existing as mongoose.Model<T>;
  const schema = new mongoose.Schema(
    { _id: String, ...definition },
    { versionKey: false, strict: 'throw', minimize: false, collection: name },
  );
  for (const [fields, options] of indexes) schema.index(fields, options);
  return connection.model(name, schema) as unknown as mongoose.Model<T>;
}

/** Equal to a text, said so that an index over texts alone (`$type: 'string'`) serves it. */
export const isText = (value: string) => ({ $eq: value, $type: 'string' as const });

/** A look-up by id that asks once for all ids of one turn of the event loop. */
export function gathered<D extends { _id: string }, T>(
  model: mongoose.Model<D>,
  to: (doc: D | null) => T,
): (id: string) => Promise<T> {
  return gather(async (ids: readonly string[]) => {
    const docs = (await model
      .find({ _id: { $in: [...new Set(ids)] } } as object)
      .lean()) as unknown as D[];
    const byId = new Map(docs.map((doc) => [doc._id, doc]));
    return ids.map((id) => to(byId.get(id) ?? null));
  });
}

/** Runs the work in one transaction, tried again while nodes meet on the same document. */
export function inTransaction<T>(
  connection: Mongo,
  work: (session: mongoose.ClientSession) => Promise<T>,
): Promise<T> {
  const lend = sessions.get(connection)?.lend;
  if (!lend) throw new Error('prepareMongo comes before the first transaction.');
  return lend((session) =>
    session.withTransaction(() => work(session), {
      writeConcern: { w: 'majority', j: true },
      readConcern: { level: 'majority' },
    }),
  );
}

/** NotWritablePrimary, PrimarySteppedDown, InterruptedDueToReplStateChange, ShutdownInProgress and their like. */
const steppingDown = new Set([10107, 189, 11602, 91, 13435, 13436, 11600]);

/** The database's failures in the words of the contract. */
export function mongoError(error: unknown): unknown {
  const { name = '', code = 0 } = error as { name?: string; code?: number };
  if (/ServerSelection|Network|Timeout|NotPrimary|PoolCleared/.test(name) || steppingDown.has(code))
    return new AppError('unavailable', 'The database cannot be reached right now.', {
      retryAfter: 2,
    });
  if (code === 14031)
    return new AppError(
      'no_space',
      'The disk of the database is full. Nothing was stored; reading still works.',
    );
  return error;
}

/** True when an insert met a unique index, named in the server's message. */
export const isDuplicateKey = (error: unknown, field: string) =>
  (error as { code?: number }).code === 11000 && String((error as Error).message).includes(field);

/** A stored document as the domain knows it. */
export function fromDoc<T extends { _id: string }>({
  _id,
  ...rest
}: T): Omit<T, '_id'> & { id: string } {
  return { id: _id, ...rest };
}
