/** Tells rooms every few seconds where their channel stands, so that a lost last event shows itself. */
import { room } from '../core/broadcaster.ts';
import type { RealtimeDeps } from './io.ts';

const every = 5_000;
const prefix = room.channel('');

/** Starts the beacon of this node for its own sockets; returns what stops it. */
export function startBeacon({ io, heads, log }: RealtimeDeps): () => void {
  async function tell() {
    const channelIds = [...io.of('/').adapter.rooms.keys()].filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
    if (channelIds.length === 0) return;
    for (const head of await heads(channelIds)) io.local.to(room.channel(head.channelId)).emit('feed:head', head);
  }
  const timer = setInterval(() => void tell().catch((error) => log.warn({ err: error }, 'the heads could not be told')), every);
  return () => clearInterval(timer);
}
