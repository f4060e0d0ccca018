/**
 * Every few seconds sets right what may have been lost on the way: tells rooms where their channel stands, brings sockets
 * into the rooms of their memberships and out of all others, and closes those whose caller is no longer who they were.
 */
import { room } from '../core/broadcaster.ts';
import { oneAtATime } from '../core/one-at-a-time.ts';
import type { ClientSocket, RealtimeDeps } from './io.ts';

const every = 5_000;
/** The same while events do not reach the other nodes. */
const everyAlone = 1_500;
/** Heads that have not moved. */
const everyHead = 60_000;
/** A round over the sockets goes in even steps: a thousand look-ups in one go would hold up what is being sent. */
const step = 50;
const prefix = room.channel('');

/** Starts the beacon of this node for its own sockets; returns what stops it. */
export function startBeacon({ io, heads, roomsOf, current, alone, log }: RealtimeDeps): () => void {
  let last = new Map<string, number>();
  let allTold = Date.now();

  async function setRight(socket: ClientSocket) {
    const { caller, watched } = socket.data;
    if (!caller) return;
    const [mine, holds] = await Promise.all([roomsOf(caller), current(caller)]);
    if (!holds) return void socket.disconnect(true);
    const due = new Set([...mine, ...watched]);
    for (const name of socket.rooms)
      if (name.startsWith(prefix) && !due.has(name)) await socket.leave(name);
    for (const name of due) {
      if (socket.rooms.has(name)) continue;
      await socket.join(name);
      // It may have missed something while it was out: the head is told once more.
      last.delete(name.slice(prefix.length));
    }
  }

  let round: ClientSocket[] = [];
  let share = 0;
  let begun = 0;
  async function setSomeRight() {
    if (round.length === 0) {
      const due = alone() ? everyAlone : every;
      if (Date.now() - begun < due) return;
      begun = Date.now();
      round = [...io.of('/').sockets.values()];
      share = Math.ceil((round.length * step) / due);
    }
    await Promise.all(round.splice(-share).map((socket) => socket.connected && setRight(socket)));
  }

  /** Each head when it has moved; all of them once a minute, whatever was told. */
  async function tellHeads() {
    if (Date.now() - allTold > everyHead) {
      allTold = Date.now();
      last.clear();
    }
    const channelIds = [...io.of('/').adapter.rooms.keys()]
      .filter((name) => name.startsWith(prefix))
      .map((name) => name.slice(prefix.length));
    const found = channelIds.length > 0 ? await heads(channelIds) : [];
    for (const told of found)
      if (last.get(told.channelId) !== told.head.rev)
        io.local.to(room.channel(told.channelId)).emit('feed:head', told);
    last = new Map(found.map(({ channelId, head }) => [channelId, head.rev]));
  }

  let told = 0;
  const timers = [
    setInterval(
      oneAtATime(log, 'the beacon', async () => {
        if (!alone() && Date.now() - told < every) return;
        told = Date.now();
        await tellHeads();
      }),
      everyAlone,
    ),
    setInterval(oneAtATime(log, 'the beacon', setSomeRight), step),
  ];
  return () => {
    for (const timer of timers) clearInterval(timer);
  };
}
