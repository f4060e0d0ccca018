import { expect } from 'chai';
import { v4 as uuid } from 'uuid';
import { sharedMongo } from '../helpers/adapters.ts';
import {
  connectSocket,
  httpCaller,
  json,
  type Refused,
  refusal,
  startTestApp,
  type TestApp,
} from '../helpers/app.ts';
import { failure } from '../helpers/failure.ts';
import { startRedis } from '../helpers/redis-server.ts';

describe('two nodes on MongoDB and Redis', function () {
  this.timeout(60_000);
  let redis: Awaited<ReturnType<typeof startRedis>>;
  let one: TestApp;
  let two: TestApp;
  let env: Record<string, string>;
  before(async function () {
    const mongo = await sharedMongo();
    redis = await startRedis();
    if (!mongo || !redis) return this.skip();
    env = {
      MONGODB_URL: mongo.url(`muster_${uuid().slice(0, 8)}`),
      REDIS_URL: redis.url,
      RATE_LIMITS: '1',
      JWT_SECRET: 'a-secret-for-tests-0123456789-abcdefghij',
    };
    one = await startTestApp(env);
    two = await startTestApp(env);
  });
  after(async () => {
    await one?.stop();
    await two?.stop();
    await redis?.stop();
  });

  it('are one forum: posts, removals and revocations reach the sockets of the other node', async () => {
    const [ada, eva] = await Promise.all([one.person('Ada', ['administrator']), one.person('Eva')]);
    const socket = await connectSocket(two.url, eva.accessToken);
    const { channel } = await ada.http('channel:create', { name: 'Board', kind: 'private' });
    await ada.http('channel:invite', { channelId: channel.id, memberId: eva.account.id });
    const { id: invitationId } = await socket.next('channel:invited');
    await eva.http('channel:accept', { invitationId });
    await socket.next('membership:started');
    const post = await ada.http('post:create', {
      channelId: channel.id,
      clientId: uuid(),
      text: 'hello over there',
    });
    expect((await socket.next('feed:changed')).posts[0]?.id).to.equal(post.id);
    await httpCaller(two.url, eva.accessToken)('post:create', {
      channelId: channel.id,
      clientId: uuid(),
      text: 'hello back',
    });
    expect(
      (await ada.http('channel:open', { channelId: channel.id })).page.posts.map(({ seq }) => seq),
    ).to.deep.equal([1, 2]);
    await ada.http('channel:remove-member', { channelId: channel.id, memberId: eva.account.id });
    await socket.next('membership:ended');
    await ada.http('post:create', { channelId: channel.id, clientId: uuid(), text: 'not for eva' });
    const [session] = await eva.http('session:list', {});
    await eva.http('session:revoke', { sessionId: session?.id ?? '' });
    await socket.closed;
    expect(JSON.stringify(socket.heard('feed:changed'))).not.to.include('not for eva');
  });

  it('shut a suspended member and their bots out of both within two seconds', async () => {
    const ada = await one.person('Ada Suspends', ['administrator']);
    const eva = await two.person('Eva Suspended', ['administrator']);
    const { channel } = await ada.http('channel:create', { name: 'Alerts' });
    const { token } = await eva.http('bot:create', { name: 'Siren', channelIds: [channel.id] });
    const sockets = await Promise.all(
      [one, two].flatMap(({ url }) => [
        connectSocket(url, eva.accessToken),
        connectSocket(url, token),
      ]),
    );
    const from = performance.now();
    await ada.http('member:suspend', { memberId: eva.account.id, reason: 'Lost device' });
    await Promise.all(sockets.map(({ closed }) => closed));
    expect(performance.now() - from).to.be.below(2000);
    for (const { url } of [one, two])
      for (const held of [eva.accessToken, token]) {
        const { code, details } = await refusal(httpCaller(url, held)('account:get', {}));
        expect([code, details?.reason]).to.deep.equal(['unauthenticated', 'SUSPENDED']);
      }
  });

  it('know who is here on the other, and share the limits of an account', async () => {
    const [ada, eva] = await Promise.all([one.person('Ira'), one.person('Ivo')]);
    const [here, there] = await Promise.all([
      connectSocket(one.url, ada.accessToken),
      connectSocket(two.url, eva.accessToken),
    ]);
    await here.next('presence:changed', ({ came }) => came.includes(eva.account.id));
    expect(await here.call('presence:list', {})).to.include.members([
      ada.account.id,
      eva.account.id,
    ]);
    there.close();
    await here.next('presence:changed', ({ went }) => went.includes(eva.account.id));
    expect(await here.call('presence:list', {})).not.to.include(eva.account.id);
    here.close();
    // Forty writes in ten seconds, half of them here, half of them there.
    const calls = Array.from({ length: 60 }, (_, n) => {
      const call = httpCaller((n % 2 ? one : two).url, eva.accessToken);
      return call('post:preview', { text: 'hello' }).then(
        () => null,
        (error: Refused) => error.body,
      );
    });
    const refused = (await Promise.all(calls)).filter((body) => body !== null);
    expect(refused.length).to.equal(20);
    expect(refused[0]).to.include({ code: 'rate_limited' });
    expect(refused[0]?.details?.retryAfter).to.be.within(1, 10);
  });

  const wrong = async (node: TestApp, email: string) => {
    const response = await fetch(`${node.url}/api/v1/sessions`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ email, password: 'wrong horse' }),
    });
    return response.status;
  };

  it('count together how often a password was wrong', async () => {
    const email = `${uuid()}@example.eu`;
    const statuses: number[] = [];
    for (let n = 0; n < 20; n++) statuses.push(await wrong(n % 2 ? one : two, email));
    expect(new Set(statuses)).to.deep.equal(new Set([401]));
    expect([await wrong(one, email), await wrong(two, email)]).to.deep.equal([429, 429]);
  });

  it('count together how many accounts one address registers', async () => {
    const register = (node: TestApp) =>
      httpCaller(node.url)('account:register', {
        name: 'Ana Ruiz',
        email: `${uuid()}@example.eu`,
        password: 'correct horse',
      });
    for (let n = 0; n < 10; n++) await register(n % 2 ? one : two);
    for (const node of [one, two])
      expect((await refusal(register(node))).details?.reason).to.equal('REGISTRATIONS_HERE');
  });

  it('take no third in that signs with another secret, hears of nothing, or hears of another forum', async () => {
    const refusalOf = async (change: Record<string, string>) =>
      String(await failure(startTestApp({ ...env, ...change })));
    expect(
      await refusalOf({ JWT_SECRET: 'another-secret-for-tests-0123456789-abcdef' }),
    ).to.include('JWT_SECRET: node');
    expect(await refusalOf({ REDIS_URL: '' })).to.include('this one has none');
    const other = await startRedis();
    expect(await refusalOf({ REDIS_URL: other?.url ?? '' })).to.include('with another Redis');
    await other?.stop();
    expect(await refusalOf({ REDIS_URL: 'redis://127.0.0.1:1' })).to.include(
      'REDIS_URL: no Redis answers',
    );
  });

  it('go on without Redis: what is posted is stored and acknowledged', async () => {
    const ada = await one.person('Uta', ['administrator']);
    const { channel } = await ada.http('channel:create', { name: 'Alone' });
    await redis?.stop();
    for (let n = 0; n < 5; n++)
      await ada.http('post:create', { channelId: channel.id, clientId: uuid(), text: `post ${n}` });
    expect((await ada.http('channel:open', { channelId: channel.id })).page.posts).to.have.length(
      5,
    );
  });

  it('each count wrong passwords for themselves without Redis', async () => {
    const email = `${uuid()}@example.eu`;
    const statuses: number[] = [];
    for (let n = 0; n < 20; n++) statuses.push(await wrong(one, email));
    expect(new Set(statuses)).to.deep.equal(new Set([401]));
    expect([await wrong(one, email), await wrong(two, email)]).to.deep.equal([429, 401]);
  });
});
