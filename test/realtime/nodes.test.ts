import { expect } from 'chai';
import { v4 as uuid } from 'uuid';
import { sharedMongo } from '../helpers/adapters.ts';
import { connectSocket, httpCaller, startTestApp, type TestApp } from '../helpers/app.ts';
import { startRedis } from '../helpers/redis-server.ts';

describe('two nodes on MongoDB and Redis', function () {
  this.timeout(60_000);
  let redis: Awaited<ReturnType<typeof startRedis>>;
  let one: TestApp;
  let two: TestApp;
  before(async function () {
    const mongo = await sharedMongo();
    redis = await startRedis();
    if (!mongo || !redis) return this.skip();
    const env = { MONGODB_URL: mongo.url(`muster_${uuid().slice(0, 8)}`), REDIS_URL: redis.url, JWT_SECRET: 'a-secret-for-tests-0123456789-abcdefghij' };
    one = await startTestApp(env);
    two = await startTestApp(env);
  });
  after(async () => {
    await one?.stop();
    await two?.stop();
    redis?.stop();
  });

  it('are one forum: posts, removals and revocations reach the sockets of the other node', async () => {
    const [ada, eva] = await Promise.all([one.person('Ada', ['administrator']), one.person('Eva')]);
    const socket = await connectSocket(two.url, eva.accessToken);
    const { channel } = await ada.http('channel:create', { name: 'Board', kind: 'private' });
    await ada.http('channel:invite', { channelId: channel.id, memberId: eva.account.id });
    await socket.next('membership:started');
    const post = await ada.http('post:create', { channelId: channel.id, clientId: uuid(), text: 'hello over there' });
    expect((await socket.next('feed:changed')).posts[0]?.id).to.equal(post.id);
    await httpCaller(two.url, eva.accessToken)('post:create', { channelId: channel.id, clientId: uuid(), text: 'hello back' });
    expect((await ada.http('channel:open', { channelId: channel.id })).page.posts.map(({ seq }) => seq)).to.deep.equal([1, 2]);
    await ada.http('channel:remove-member', { channelId: channel.id, memberId: eva.account.id });
    await socket.next('membership:ended');
    await ada.http('post:create', { channelId: channel.id, clientId: uuid(), text: 'not for eva' });
    const [session] = await eva.http('session:list', {});
    await eva.http('session:revoke', { sessionId: session?.id ?? '' });
    await socket.closed;
    expect(JSON.stringify(socket.heard('feed:changed'))).not.to.include('not for eva');
  });

  it('go on without Redis: what is posted is stored and acknowledged', async () => {
    const ada = await one.person('Ada', ['administrator']);
    const { channel } = await ada.http('channel:create', { name: 'Alone' });
    redis?.stop();
    for (let n = 0; n < 5; n++) await ada.http('post:create', { channelId: channel.id, clientId: uuid(), text: `post ${n}` });
    expect((await ada.http('channel:open', { channelId: channel.id })).page.posts).to.have.length(5);
  });
});
