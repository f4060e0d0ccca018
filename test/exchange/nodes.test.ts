import { expect } from 'chai';
import { v4 as uuid } from 'uuid';
import { sharedMongo } from '../helpers/adapters.ts';
import { type Caller, httpCaller, startTestApp, type TestApp } from '../helpers/app.ts';
import { personOf, soon } from '../helpers/exchange.ts';
import { startRedis } from '../helpers/redis-server.ts';

describe('the exchange on two nodes', function () {
  this.timeout(120_000);
  let redis: Awaited<ReturnType<typeof startRedis>>;
  let one: TestApp;
  let two: TestApp;
  let channelId: string;
  before(async function () {
    const mongo = await sharedMongo();
    redis = await startRedis();
    if (!mongo || !redis) return this.skip();
    const env = {
      MONGODB_URL: mongo.url(`muster_${uuid().slice(0, 8)}`),
      REDIS_URL: redis.url,
      JWT_SECRET: 'a-secret-for-tests-0123456789-abcdefghij',
    };
    one = await startTestApp(env);
    two = await startTestApp(env);
    const ada = await one.person('Ada', ['administrator']);
    channelId = (await ada.http('channel:create', { name: 'I need help', forEveryone: true }))
      .channel.id;
  });
  after(async () => {
    await one?.stop();
    await two?.stop();
    await redis?.stop();
  });

  const post = (
    who: Caller,
    kind: 'offer' | 'request',
    quantity: number,
    title = 'Ventilators for hospitals',
  ) =>
    who.http('listing:create', {
      ...{
        channelId,
        clientId: uuid(),
        kind,
        quantity,
        cpv: '33157400',
        title,
        lang: 'es',
        unit: 'H87',
        nuts: 'ES511',
        on: soon(5),
      },
    });

  it('never promises a piece twice when fifty accept at once, half of them on each node', async () => {
    const [giver, taker] = await Promise.all([personOf(one, 'Giver'), personOf(one, 'Taker')]);
    const over = httpCaller(two.url, giver.accessToken);
    const offer = await post(giver, 'offer', 10_000);
    const requests = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        post(taker, 'request', 5000, `Ventilators for ward ${n}`),
      ),
    );
    const proposals = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        taker.http('commitment:propose', {
          clientId: uuid(),
          offerId: offer.id,
          requestId: requests[n % 10]?.id ?? '',
          quantity: 1000,
        }),
      ),
    );
    const outcomes = await Promise.allSettled(
      proposals.map(({ id }, n) =>
        (n % 2 ? giver.http : over)('commitment:act', { commitmentId: id, action: 'accept' }),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).to.have.length(10);
    for (const outcome of outcomes)
      if (outcome.status === 'rejected')
        expect(outcome.reason.body.details).to.deep.include({
          reason: 'INSUFFICIENT_REMAINING',
          remaining: 0,
        });
    expect((await over('listing:get', { listingId: offer.id })).remaining).to.equal(0);
    const left = await Promise.all(
      requests.map(async ({ id }) => (await over('listing:get', { listingId: id })).remaining),
    );
    expect(left.reduce((sum, each) => sum + each, 0)).to.equal(40_000);
  });

  it('match and count what was posted on the other node a moment ago', async () => {
    const [giver, taker] = await Promise.all([personOf(one, 'Near'), personOf(one, 'Far')]);
    const over = httpCaller(two.url, taker.accessToken);
    const request = await over('listing:create', {
      ...{
        channelId,
        clientId: uuid(),
        kind: 'request',
        quantity: 40,
        cpv: '24455000',
        title: 'Disinfectant for wards',
        lang: 'es',
        unit: 'LTR',
      },
      ...{ nuts: 'ES511', on: soon(5) },
    });
    for (let n = 1; n <= 5; n++) {
      const offer = await giver.http('listing:create', {
        ...{
          channelId,
          clientId: uuid(),
          kind: 'offer',
          quantity: 10,
          cpv: '24455000',
          title: `Disinfectant to spare, lot ${n}`,
          lang: 'es',
          unit: 'LTR',
        },
        ...{ nuts: 'ES511', on: soon(5), shipsTo: ['ES'] },
      });
      expect(
        (await over('listing:matches', { listingId: request.id })).matches.map(
          ({ listing }) => listing.id,
        ),
      ).to.include(offer.id);
      expect((await over('exchange:board', {})).rows.find(({ nuts }) => nuts === 'ES')).to.include({
        demand: 40,
        supply: n * 10,
      });
    }
  });
});
