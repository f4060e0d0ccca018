/**
 * The load generator: a process of its own that speaks Socket.IO's wire protocol itself, so that it is not the limit.
 * Reads one scenario as JSON from its argument, prints what it counted as JSON.
 */
import { WebSocket } from 'ws';

export interface Scenario {
  url: string;
  /** One a connection: how it says who it is, which room its posts go to (of several, in turn), and which server it goes to if not to `url`. */
  members: { auth: object; room: string; rooms?: string[]; url?: string }[];
  /** How many of the members of each room write. */
  authors: number;
  kind: 'muster' | 'bare';
  /** Posts a second over all authors; 0: each author sends the next as soon as the last is acknowledged. */
  rate: number;
  /** How many posts an author has under way when saturating. */
  window: number;
  seconds: number;
  /** Of how many readers one tells how long its posts took. */
  sampleEvery?: number;
}

export interface Counted {
  postsPerSecond: number;
  deliveriesPerSecond: number;
  /** ms from sending to delivery, at a sample of readers. */
  p50: number;
  p99: number;
  /** The same p99 by the server at which the reader was. */
  p99At: Record<string, number>;
  refused: number;
  /** Refusals that did not say when to come back. */
  unexplained: number;
}

const text = 'We can spare fifteen hundred from a validated lot, shipping tomorrow.';
const now = () => Number(process.hrtime.bigint() / 1000n);

interface Connection {
  socket: WebSocket;
  url: string;
  room: string;
  rooms: string[];
  acks: Map<number, (answer: string) => void>;
  delivered: number;
}

async function run({
  url,
  members,
  authors,
  kind,
  rate,
  window,
  seconds,
  sampleEvery = 50,
}: Scenario): Promise<Counted> {
  const latencies = new Map<string, number[]>();
  let measuring = false;
  let acked = 0;
  let refused = 0;
  let unexplained = 0;

  function open(
    { auth, room, rooms = [room], url: at = url }: Scenario['members'][number],
    sampled: boolean,
  ): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(
        `${at.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`,
        { perMessageDeflate: false, skipUTF8Validation: true },
      );
      const connection: Connection = {
        socket,
        url: at,
        room,
        rooms,
        acks: new Map(),
        delivered: 0,
      };
      socket.on('error', reject);
      socket.on('message', (data: Buffer) => {
        const type = data[0];
        if (type === 0x30) return socket.send(`40${JSON.stringify(auth)}`);
        if (type === 0x32) return socket.send('3');
        const second = data[1];
        if (second === 0x30) return resolve(connection);
        if (second === 0x34) return reject(new Error(data.toString()));
        if (second === 0x33) {
          const head = data.toString('latin1', 2, 400);
          const id = Number.parseInt(head, 10);
          connection.acks.get(id)?.(head);
          connection.acks.delete(id);
          return;
        }
        if (measuring && second === 0x32) count(connection, data, sampled);
      });
    });
  }

  function count(connection: Connection, data: Buffer, sampled: boolean) {
    if (kind === 'bare') connection.delivered++;
    else {
      const head = data.toString('latin1', 0, 220);
      if (!head.startsWith('42["feed:changed"')) return;
      const [, since, rev] = /"since":(\d+),"head":\{"rev":(\d+)/.exec(head) ?? [];
      connection.delivered += Number(rev) - Number(since);
    }
    if (!sampled) return;
    const arrived = now();
    const waits = latencies.get(connection.url) ?? [];
    latencies.set(connection.url, waits);
    for (const [, sent] of data.toString('latin1').matchAll(/~(\d{10,})~/g))
      waits.push((arrived - Number(sent)) / 1000);
  }

  const connections: Connection[] = [];
  const rooms = new Map<string, number>();
  const writers: Connection[] = [];
  for (let at = 0; at < members.length; at += 50) {
    const batch = members.slice(at, at + 50);
    connections.push(
      ...(await Promise.all(
        batch.map((member, index) => open(member, (at + index) % sampleEvery === sampleEvery - 1)),
      )),
    );
  }
  for (const connection of connections) {
    const seen = rooms.get(connection.room) ?? 0;
    if (seen < authors) writers.push(connection);
    rooms.set(connection.room, seen + 1);
  }

  let nextId = 0;
  const uuid = () =>
    `00000000-0000-4000-8000-${(++nextId + process.pid * 1e6).toString(16).padStart(12, '0').slice(-12)}`;
  function post(writer: Connection): Promise<boolean> {
    return new Promise((resolve) => {
      const id = nextId;
      writer.acks.set(id, (answer) => {
        const ok = answer.includes('"ok":true');
        if (measuring) ok ? acked++ : refused++;
        if (measuring && !ok && !answer.includes('"retryAfter":')) unexplained++;
        resolve(ok);
      });
      const room = writer.rooms[id % writer.rooms.length];
      const words = `${text} ~${now()}~`;
      const packet =
        kind === 'bare'
          ? ['post', { room, clientId: uuid(), text: words }]
          : ['post:create', { channelId: room, clientId: uuid(), text: words }];
      writer.socket.send(`42${id}${JSON.stringify(packet)}`);
    });
  }

  let running = true;
  if (rate === 0)
    for (const writer of writers)
      for (let n = 0; n < window; n++)
        void (async () => {
          while (running) await post(writer);
        })();
  else {
    let turn = 0;
    const started = Date.now();
    const timer = setInterval(() => {
      if (!running || writers.length === 0) return clearInterval(timer);
      while (turn < ((Date.now() - started) / 1000) * rate)
        void post(writers[turn++ % writers.length] as Connection);
    }, 2);
  }
  await new Promise((resolve) => setTimeout(resolve, 2000));
  measuring = true;
  console.log('measuring');
  const from = now();
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  measuring = false;
  const took = (now() - from) / 1e6;
  running = false;
  const at = (waits: number[], share: number) =>
    waits[Math.min(waits.length - 1, Math.floor(waits.length * share))] ?? Number.NaN;
  const sorted = (waits: number[]) => waits.toSorted((a, b) => a - b);
  const all = sorted([...latencies.values()].flat());
  const p99At = Object.fromEntries(
    [...latencies].map(([server, waits]) => [server, at(sorted(waits), 0.99)]),
  );
  const delivered = connections.reduce((sum, connection) => sum + connection.delivered, 0);
  return {
    postsPerSecond: acked / took,
    deliveriesPerSecond: delivered / took,
    p50: at(all, 0.5),
    p99: at(all, 0.99),
    p99At,
    refused,
    unexplained,
  };
}

const counted = await run(
  JSON.parse(
    process.argv[2] === '-'
      ? await new Response(process.stdin as never).text()
      : String(process.argv[2]),
  ),
);
console.log(JSON.stringify(counted));
process.exit(0);
