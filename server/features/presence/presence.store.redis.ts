/**
 * Presence over all nodes: each keeps the set of its own members in Redis, and a sign of life beside it. Without Redis a
 * node knows of its own members only.
 */
import type { Commands } from '../../storage/redis.ts';
import { createPresenceMemoryStore } from './presence.store.memory.ts';
import type { PresenceStore } from './presence.store.ts';

/** ms between signs of life, and after which a silent node counts as dead. */
const beatEvery = 3000;
const deadAfter = 10_000;

/**
 * @param prefix of all keys, one for each forum
 * @param node a name no other node has
 */
export function createPresenceRedisStore(
  redis: Commands,
  prefix: string,
  node: string,
): PresenceStore {
  const own = createPresenceMemoryStore();
  const nodesKey = `${prefix}:nodes`;
  const setOf = (name: string) => `${prefix}:members:${name}`;
  const lifeOf = (name: string) => `${prefix}:alive:${name}`;
  let others: string[] = [];
  let signedOn = false;
  let moved: Parameters<PresenceStore['onMoved']>[0] = () => {};

  /** Whether none of the other nodes has this member; taken for true while Redis is away. */
  async function nowhereElse(memberId: string): Promise<boolean> {
    const found = await Promise.all(
      others.map((name) => redis.sismember(setOf(name), memberId)),
    ).catch((): number[] => []);
    return !found.includes(1);
  }

  async function beat() {
    const members = await own.here();
    const signs = redis
      .multi()
      .sadd(nodesKey, node)
      .psetex(lifeOf(node), deadAfter, '1')
      .del(setOf(node));
    if (members.length > 0) signs.sadd(setOf(node), ...members);
    const [added] = (await signs.exec()) ?? [];
    // Others took this node for dead while Redis was away, and told that its members went.
    if (signedOn && added?.[1] === 1) moved({ came: members, went: [] });
    signedOn = true;
    const names = (await redis.smembers(nodesKey)).filter((name) => name !== node);
    const alive = await Promise.all(names.map((name) => redis.exists(lifeOf(name))));
    others = names.filter((_, index) => alive[index] === 1);
    for (const name of names) if (!others.includes(name)) await bury(name);
  }

  /** Tells who went with a dead node; one of the living does. */
  async function bury(name: string) {
    const members = await redis.smembers(setOf(name));
    if ((await redis.srem(nodesKey, name)) === 0) return;
    await redis.del(setOf(name));
    const here = new Set(await own.here());
    const gone = await Promise.all(
      members.map(async (id) => !here.has(id) && (await nowhereElse(id))),
    );
    moved({ came: [], went: members.filter((_, index) => gone[index]) });
  }

  const beating = () => beat().catch(() => {});
  void beating();
  const timer = setInterval(beating, beatEvery).unref();

  return {
    async came(memberId) {
      if (!(await own.came(memberId))) return false;
      await redis.sadd(setOf(node), memberId).catch(() => {});
      return nowhereElse(memberId);
    },
    async went(memberId) {
      if (!(await own.went(memberId))) return false;
      await redis.srem(setOf(node), memberId).catch(() => {});
      return nowhereElse(memberId);
    },
    async here() {
      const elsewhere = redis
        .smembers(nodesKey)
        .then((names) => redis.sunion([node, ...names].map(setOf)));
      return [...new Set([...(await own.here()), ...(await elsewhere.catch(() => []))])];
    },
    onMoved(listener) {
      moved = listener;
    },
    async close() {
      clearInterval(timer);
      await Promise.allSettled([redis.srem(nodesKey, node), redis.del(setOf(node), lifeOf(node))]);
    },
  };
}
