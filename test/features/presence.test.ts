import { expect } from 'chai';
import { Redis } from 'ioredis';
import { v4 as uuid } from 'uuid';
import { createPresenceMemoryStore } from '../../server/features/presence/presence.store.memory.ts';
import { createPresenceRedisStore } from '../../server/features/presence/presence.store.redis.ts';
import type { PresenceStore } from '../../server/features/presence/presence.store.ts';
import { type RedisServer, startRedis } from '../helpers/redis-server.ts';

for (const kind of ['in process', 'in Redis'] as const)
  describe(`presence ${kind}`, function () {
    this.timeout(30_000);
    let server: RedisServer | null = null;
    let client: Redis;
    let store: PresenceStore;
    before(async function () {
      if (kind === 'in process') return;
      server = await startRedis();
      if (!server) return this.skip();
      client = new Redis(server.url);
    });
    after(async () => {
      client?.disconnect();
      await server?.stop();
    });
    beforeEach(() => {
      store = server
        ? createPresenceRedisStore(client, uuid(), 'one')
        : createPresenceMemoryStore();
    });
    afterEach(() => store.close());

    it('tells the first connection of a member from the next, and the last', async () => {
      expect(await store.came('ada')).to.equal(true);
      expect(await store.came('ada')).to.equal(false);
      expect(await store.here()).to.deep.equal(['ada']);
      expect(await store.went('ada')).to.equal(false);
      expect(await store.went('ada')).to.equal(true);
      expect(await store.here()).to.be.empty;
    });

    it('tells who went with a node that died', async function () {
      if (!server) return this.skip();
      const prefix = uuid();
      await client.sadd(`${prefix}:nodes`, 'dead');
      await client.sadd(`${prefix}:members:dead`, 'eva', 'ada');
      const living = createPresenceRedisStore(client, prefix, 'living');
      await living.came('ada');
      expect(await new Promise((resolve) => living.onMoved(resolve))).to.deep.equal({
        came: [],
        went: ['eva'],
      });
      expect(await living.here()).to.deep.equal(['ada']);
      await living.close();
    });
  });
