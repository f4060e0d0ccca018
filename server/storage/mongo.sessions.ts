/**
 * The sessions of a node's transactions, registered before they are used. A transaction whose node was killed would hold
 * the channels it wrote for up to a minute (transactionLifetimeLimitSeconds); so whoever finds a node dead, its own next
 * start first of all, ends what it left behind.
 */
import mongoose, { type ClientSession, type Connection } from 'mongoose';

/** ms between signs of life, and of silence after which a node counts as dead. */
const beatEvery = 3_000;
const deadAfter = 10_000;

/** What all nodes of one forum must have in common. */
export interface NodeFacts {
  /** A digest of the secret that signs tokens. */
  secret: string;
  /** The identity of the Redis that carries events, if any. */
  redis: string | null;
}

interface NodeDoc {
  _id: string;
  beat: Date;
  facts: NodeFacts | null;
  /** Session ids, hexadecimal. */
  sessions: string[];
}

export interface Sessions {
  /** Lends a registered session to some work; as many as work at once. */
  lend<T>(work: (session: ClientSession) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/**
 * Signs a node on; throws with what to do when it could not live with the nodes that are there.
 * @param node a name that no other living node has, and that the same node has again when it is started again
 * @param facts null for a tool that tells nobody anything
 */
export async function openSessions(
  connection: Connection,
  node: string,
  facts: NodeFacts | null,
): Promise<Sessions> {
  const { db } = connection;
  if (!db) throw new Error('The database is not connected.');
  const nodes = db.collection<NodeDoc>('nodes');
  const idle: ClientSession[] = [];
  const all: ClientSession[] = [];

  async function bury({ _id, sessions }: NodeDoc) {
    const ids = sessions.map((hex) => ({
      id: new mongoose.mongo.Binary(Buffer.from(hex, 'hex'), mongoose.mongo.Binary.SUBTYPE_UUID),
    }));
    if (ids.length > 0) await db?.admin().command({ killSessions: ids });
    await nodes.deleteOne({ _id });
  }

  async function buryDead() {
    const limit = new Date((await serverTime(connection)).getTime() - deadAfter);
    for (const dead of await nodes.find({ _id: { $ne: node }, beat: { $lt: limit } }).toArray())
      await bury(dead);
  }

  const former = await nodes.findOne({ _id: node });
  if (former) await bury(former);
  await buryDead();
  if (facts)
    for (const other of await nodes.find({ _id: { $ne: node } }).toArray())
      assertAgree(facts, other);
  await nodes.insertOne({ _id: node, beat: await serverTime(connection), facts, sessions: [] });

  const timer = setInterval(() => {
    const live = async () => {
      const sessions = all.map(idOf);
      await nodes.updateOne(
        { _id: node },
        { $set: { beat: await serverTime(connection), facts, sessions } },
        { upsert: true },
      );
      await buryDead();
    };
    // Without the database there is nothing to sign on to; the next beat tries again.
    live().catch(() => {});
  }, beatEvery).unref();

  async function fresh(): Promise<ClientSession> {
    const session = connection.getClient().startSession();
    await nodes.updateOne({ _id: node }, { $push: { sessions: idOf(session) } });
    all.push(session);
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

/** The time by the database's clock, which all nodes share. */
export async function serverTime(connection: Connection): Promise<Date> {
  return (await connection.db?.admin().command({ hello: 1 }))?.localTime ?? new Date();
}

function assertAgree(mine: NodeFacts, { _id: name, facts: theirs }: NodeDoc) {
  if (!theirs) return;
  const gone = `If ${name} was killed, try again in ${deadAfter / 1000} s.`;
  if (theirs.secret !== mine.secret)
    throw new Error(
      `JWT_SECRET: node ${name} runs with another secret on this database; all nodes need the same. ${gone}`,
    );
  if (theirs.redis === mine.redis) return;
  const difference = !theirs.redis
    ? 'without REDIS_URL'
    : !mine.redis
      ? 'with a REDIS_URL, and this one has none'
      : 'with another Redis';
  throw new Error(
    `REDIS_URL: node ${name} runs ${difference}; nodes on one database need the same Redis, to hear of each other. ${gone}`,
  );
}

const idOf = (session: ClientSession) => Buffer.from(session.id?.id.buffer ?? []).toString('hex');
