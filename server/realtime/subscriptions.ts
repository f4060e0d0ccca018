/** Keeps the adapter's subscriptions alive: whatever it asked for is subscribed again until Redis has said yes. */
import { createTurns } from '../core/turns.ts';
import type { Redis } from '../storage/redis.ts';

type Handler = (message: Buffer, channel: Buffer) => void;

const again = 1000;

/**
 * What the sharded adapter uses of a subscribing client. The adapter does not wait for its subscriptions, so one that
 * fails, because Redis went away in that moment, would end the process, and the room would stay deaf afterwards. Steps of
 * one channel take turns: a room that empties and fills again within a round trip must end up subscribed.
 */
export function keptSubscriptions(client: Redis) {
  const wanted = new Map<string, Handler>();
  const held = new Set<string>();
  const inTurn = createTurns();

  /** Brings what Redis holds in line with what is wanted now. */
  const settle = (channel: string) =>
    inTurn(channel, async () => {
      const handler = wanted.get(channel);
      if ((handler !== undefined) === held.has(channel)) return;
      try {
        if (handler) {
          await client.sSubscribe(channel, handler, true);
          held.add(channel);
        } else {
          held.delete(channel);
          await client.sUnsubscribe(channel);
        }
      } catch {
        // Tried again below; a client that comes back subscribes by itself to what it held.
      }
    });

  setInterval(() => {
    if (client.isReady)
      for (const channel of wanted.keys()) if (!held.has(channel)) void settle(channel);
  }, again).unref();

  return {
    sSubscribe(channel: string, handler: Handler) {
      wanted.set(channel, handler);
      void settle(channel);
    },
    async sUnsubscribe(channels: string | string[]) {
      for (const channel of [channels].flat()) {
        wanted.delete(channel);
        await settle(channel);
      }
    },
  };
}
