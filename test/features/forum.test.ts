import { expect } from 'chai';
import { v4 as uuid } from 'uuid';
import { onEveryAdapter, sharedMongo } from '../helpers/adapters.ts';
import { connectSocket, httpCaller, refusal, startTestApp } from '../helpers/app.ts';
import { startRedis } from '../helpers/redis-server.ts';

onEveryAdapter('the forum', (adapter) => {
  it('is named by its administrators, live and for good; the setting names it only until then', async () => {
    const settings = { ...adapter.settings(), FORUM_NAME: 'Help across borders' };
    const forum = await startTestApp(settings);
    const [ada, eva] = await Promise.all([
      forum.person('Ada', ['administrator']),
      forum.person('Eva'),
    ]);
    const nobody = httpCaller(forum.url);
    expect((await nobody('forum:about', {})).name).to.equal('Help across borders');
    const socket = await eva.socket();
    await ada.http('forum:edit', { name: ' Crisis exchange ' });
    expect((await socket.next('forum:changed')).name).to.equal('Crisis exchange');
    expect((await nobody('forum:about', {})).name).to.equal('Crisis exchange');
    await ada.http('forum:edit', { setup: 'channels' });
    expect(await nobody('forum:about', {})).to.include({
      name: 'Crisis exchange',
      setup: 'channels',
    });
    await forum.stop();
  });

  it('is changed by nobody else, and takes no name that cannot be read', async () => {
    const forum = await startTestApp(adapter.settings());
    const [ada, max] = await Promise.all([
      forum.person('Ada', ['administrator']),
      forum.person('Max', ['moderator', 'validator']),
    ]);
    expect((await refusal(max.http('forum:edit', { name: 'Mine' }))).code).to.equal('forbidden');
    expect((await refusal(httpCaller(forum.url)('forum:edit', { name: 'Mine' }))).code).to.equal(
      'unauthenticated',
    );
    for (const name of ['', ' ', '\u2800', 'Mus\u200bter', 'Muѕter', 'x'.repeat(61)])
      expect((await refusal(ada.http('forum:edit', { name }))).code, name).to.equal('bad_request');
    expect((await httpCaller(forum.url)('forum:about', {})).name).to.equal('Muster');
    await forum.stop();
  });

  it('is to be set up while it is new, and not once it was in use without', async () => {
    const forum = await startTestApp(adapter.settings());
    const ada = await forum.person('Ada', ['administrator']);
    const setup = async () => (await ada.http('forum:about', {})).setup;
    expect(await setup()).to.equal('name');
    await ada.http('channel:create', { name: 'Help' });
    expect(await setup()).to.equal('done');
    await ada.http('forum:edit', { setup: 'people' });
    expect(await setup()).to.equal('people');
    await forum.stop();
  });
});

describe('the name of the forum on two nodes', function () {
  this.timeout(60_000);
  it('changes on both at once', async function () {
    const mongo = await sharedMongo();
    const redis = await startRedis();
    if (!mongo || !redis) {
      await redis?.stop();
      return this.skip();
    }
    const env = {
      MONGODB_URL: mongo.url(`muster_${uuid().slice(0, 8)}`),
      REDIS_URL: redis.url,
      JWT_SECRET: 'a-secret-for-tests-0123456789-abcdefghij',
    };
    const one = await startTestApp(env);
    const two = await startTestApp(env);
    const ada = await one.person('Ada', ['administrator']);
    const socket = await connectSocket(two.url, ada.accessToken);
    await ada.http('forum:edit', { name: 'Crisis exchange' });
    expect((await socket.next('forum:changed')).name).to.equal('Crisis exchange');
    expect((await httpCaller(two.url)('forum:about', {})).name).to.equal('Crisis exchange');
    await one.stop();
    await two.stop();
    await redis.stop();
  });
});
