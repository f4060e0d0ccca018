/** Keeps the adapter's subscriptions alive: whatever it asked for is subscribed again until Redis has said yes. */
import type { Redis } from '../storage/redis.ts';

type Handler = (message: Buffer, channel: Buffer) => void;

const again = 1000;

/**
 * What the sharded adapter uses of a subscribing client. The adapter does not wait for its subscriptions, so one that
 * fails, because Redis went away in that moment, would end the process, and the room would stay deaf afterwards.
 */
export function keptSubscriptions(client: Redis) {
  const wanted = new Map<string, { handler: Handler; holds: boolean }>();

  async function subscribe(channel: string) {
    const subscription = wanted.get(channel);
    if (!subscription || subscription.holds) return;
    subscription.holds = true;
    try {
      await client.sSubscribe(channel, subscription.handler, true);
    } catch {
      subscription.holds = false;
    }
  }

  const timer = setInterval(() => {
    if (client.isReady) for (const channel of wanted.keys()) void subscribe(channel);
  }, again).unref();

  return {
    sSubscribe(channel: string, handler: Handler) {
      wanted.set(channel, { handler, holds: false });
      void subscribe(channel);
    },
    async sUnsubscribe(channel: string) {
      wanted.delete(channel);
      await client.sUnsubscribe(channel).catch(() => {});
    },
    /** Ends the trying again. */
    stop: () => clearInterval(timer),
  };
}
