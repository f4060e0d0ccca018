/** The connections to Redis that carry events between nodes. */
import { createClient } from 'redis';

export type Redis = ReturnType<typeof createClient>;

/** A publishing and a subscribing connection; throws with what to do when Redis cannot be reached. */
export async function connectRedis(url: string): Promise<{ publish: Redis; subscribe: Redis }> {
  const publish = createClient({ url, disableOfflineQueue: true, socket: { connectTimeout: 3000 } }) as Redis;
  const subscribe = publish.duplicate();
  for (const client of [publish, subscribe]) client.on('error', () => {});
  try {
    await within(5000, Promise.all([publish.connect(), subscribe.connect()]));
  } catch (error) {
    publish.destroy();
    subscribe.destroy();
    throw new Error(
      `REDIS_URL: no Redis answers at ${new URL(url).host} (${(error as Error).message}). Start it, or leave REDIS_URL out to run a single node.`,
    );
  }
  return { publish, subscribe };
}

function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms / 1000} s`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
