/**
 * Every few seconds sets right what may have been lost on the way: tells rooms where their channel stands, and brings
 * sockets into the rooms of their memberships and out of all others.
 */
import { setImmediate } from 'node:timers/promises';
import { room } from '../core/broadcaster.ts';
import type { ClientSocket, RealtimeDeps } from './io.ts';

const every = 5_000;
const atOnce = 10;
const prefix = room.channel('');

/** Starts the beacon of this node for its own sockets; returns what stops it. */
export function startBeacon({ io, heads, roomsOf, log }: RealtimeDeps): () => void {
  async function setRight(socket: ClientSocket) {
    const { caller, watched } = socket.data;
    if (!caller) return;
    const due = new Set([...(await roomsOf(caller)), ...watched]);
    for (const name of socket.rooms) if (name.startsWith(prefix) && !due.has(name)) await socket.leave(name);
    for (const name of due) if (!socket.rooms.has(name)) await socket.join(name);
  }

  async function tell() {
    let done = 0;
    for (const socket of [...io.of('/').sockets.values()]) {
      await setRight(socket);
      // A thousand look-ups in one go would hold up what is being sent.
      if (++done % atOnce === 0) await setImmediate();
    }
    const channelIds = [...io.of('/').adapter.rooms.keys()].filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
    if (channelIds.length === 0) return;
    for (const head of await heads(channelIds)) io.local.to(room.channel(head.channelId)).emit('feed:head', head);
  }
  const timer = setInterval(() => void tell().catch((error) => log.warn({ err: error }, 'the heads could not be told')), every);
  return () => clearInterval(timer);
}
