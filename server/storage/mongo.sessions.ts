/**
 * The sessions of a node's transactions, registered before they are used. A transaction whose node was killed would hold
 * the channels it wrote for up to a minute (transactionLifetimeLimitSeconds); so whoever finds a node dead, its own next
 * start first of all, ends what it left behind.
 */
import mongoose, { type ClientSession, type Connection } from 'mongoose';

/** ms between signs of life, and of silence after which a node counts as dead. */
const beatEvery = 3_000;
const deadAfter = 10_000;

interface NodeDoc {
  _id: string;
  beat: Date;
  /** Session ids, hexadecimal. */
  sessions: string[];
}

export interface Sessions {
  /** Lends a registered session to some work; as many as work at once. */
  lend<T>(work: (session: ClientSession) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** @param node a name that no other living node has, and that the same node has again when it is started again */
export async function openSessions(connection: Connection, node: string): Promise<Sessions> {
  const { db } = connection;
  if (!db) throw new Error('The database is not connected.');
  const nodes = db.collection<NodeDoc>('nodes');
  const idle: ClientSession[] = [];
  const all: ClientSession[] = [];

  async function serverTime(): Promise<Date> {
    return (await db?.admin().command({ hello: 1 }))?.localTime ?? new Date();
  }

  async function bury({ _id, sessions }: NodeDoc) {
    const ids = sessions.map((hex) => ({ id: new mongoose.mongo.Binary(Buffer.from(hex, 'hex'), mongoose.mongo.Binary.SUBTYPE_UUID) }));
    if (ids.length > 0) await db?.admin().command({ killSessions: ids });
    await nodes.deleteOne({ _id });
  }

  async function buryDead() {
    const limit = new Date((await serverTime()).getTime() - deadAfter);
    for (const dead of await nodes.find({ _id: { $ne: node }, beat: { $lt: limit } }).toArray()) await bury(dead);
  }

  const former = await nodes.findOne({ _id: node });
  if (former) await bury(former);
  await buryDead();
  await nodes.insertOne({ _id: node, beat: await serverTime(), sessions: [] });

  const timer = setInterval(() => {
    const live = async () => {
      const sessions = all.map(idOf);
      await nodes.updateOne({ _id: node }, { $set: { beat: await serverTime(), sessions } }, { upsert: true });
      await buryDead();
    };
    // Without the database there is nothing to sign on to; the next beat tries again.
    live().catch(() => {});
  }, beatEvery).unref();

  async function fresh(): Promise<ClientSession> {
    const session = connection.getClient().startSession();
    all.push(session);
    await nodes.updateOne({ _id: node }, { $push: { sessions: idOf(session) } });
    return session;
  }

  return {
    async lend(work) {
      const session = idle.pop() ?? (await fresh());
      try {
        return await work(session);
      } finally {
        idle.push(session);
      }
    },
    async close() {
      clearInterval(timer);
      await Promise.allSettled(all.map((session) => session.endSession()));
      await nodes.deleteOne({ _id: node }).catch(() => {});
    },
  };
}

const idOf = (session: ClientSession) => Buffer.from(session.id?.id.buffer ?? []).toString('hex');
