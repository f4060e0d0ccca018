import { expect } from 'chai';
import { v4 as uuid } from 'uuid';
import { createBudgets } from '../../server/core/budgets.ts';
import { callerOf } from '../../server/features/accounts/accounts.person.ts';
import { createTokens } from '../../server/features/accounts/accounts.tokens.ts';
import { createDevices } from '../../server/features/accounts/devices.ts';
import { createPasswordAttempts } from '../../server/features/accounts/password-attempts.ts';
import type { ErrorBody } from '../../shared/errors.ts';
import { onEveryAdapter } from '../helpers/adapters.ts';
import { type Caller, json, startTestApp, type TestApp } from '../helpers/app.ts';
import { failure } from '../helpers/failure.ts';
import { aMember } from '../helpers/fixtures.ts';

const anAddress = () => `198.51.100.${Math.floor(Math.random() * 250)}`;
/** Addresses of one network each. */
const anotherAddress = () => `2001:db8:${uuid().slice(0, 4)}:${uuid().slice(9, 13)}::1`;

onEveryAdapter('attempts to sign in', (adapter) => {
  let forum: TestApp;
  before(async () => {
    forum = await startTestApp({ ...adapter.settings(), RATE_LIMITS: '1', TRUST_PROXY: '1' });
  });
  after(() => forum?.stop());

  const signIn = async (
    email: string | null,
    password: string,
    { from = anAddress(), cookie = '' } = {},
  ) => {
    const response = await fetch(`${forum.url}/api/v1/sessions`, {
      method: 'POST',
      headers: { ...json, 'X-Forwarded-For': from, Cookie: cookie },
      body: JSON.stringify({ email, password }),
    });
    const { error } = (await response.json()) as { error?: ErrorBody };
    const device = response.headers
      .getSetCookie()
      .find((each) => each.startsWith('muster_device='));
    return { status: response.status, error, device, response };
  };
  const wrong = (email: string | null, from?: string, cookie?: string) =>
    signIn(email, 'wrong horse', { ...(from && { from }), ...(cookie && { cookie }) });
  const fail = async (times: number, attempt: () => ReturnType<typeof wrong>) => {
    const statuses: number[] = [];
    for (let n = 0; n < times; n++) statuses.push((await attempt()).status);
    return new Set(statuses);
  };
  const person = async (name: string): Promise<Caller & { email: string }> => {
    const who = await forum.person(`${name} ${uuid().slice(0, 4)}`);
    return { ...who, email: who.account.email ?? '' };
  };
  const deviceOf = async (email: string, cookie = '') =>
    (await signIn(email, 'correct horse', { cookie })).device?.split(';')[0] ?? '';

  it('of one account are refused after twenty failures from any address, and say when to come back', async () => {
    const eva = await person('Eva');
    expect(await fail(20, () => wrong(eva.email, anotherAddress()))).to.deep.equal(new Set([401]));
    for (const email of [eva.email, eva.email.toUpperCase()]) {
      const { error, response } = await signIn(email, 'correct horse', { from: anotherAddress() });
      expect(error).to.deep.include({ code: 'rate_limited', retryable: true });
      expect(error?.details?.reason).to.equal('PASSWORD_ATTEMPTS');
      expect(error?.details?.retryAfter).to.be.within(500, 600);
      expect(response.headers.get('retry-after')).to.equal(`${error?.details?.retryAfter}`);
    }
  });

  it('at the same moment do not pass each other', async () => {
    const { email } = await person('Eva');
    const all = await Promise.all(Array.from({ length: 30 }, () => wrong(email, anotherAddress())));
    expect(all.filter(({ status }) => status === 401)).to.have.length(20);
  });

  it('tell nothing of whether there is such an account', async () => {
    const { email } = await person('Eva');
    const nobody = `${uuid()}@example.eu`;
    for (const each of [email, nobody]) await fail(20, () => wrong(each));
    const [known, unknown] = [await wrong(email), await wrong(nobody)];
    expect([known.status, unknown.status]).to.deep.equal([429, 429]);
    for (const error of [known.error, unknown.error]) delete error?.details?.retryAfter;
    expect(known.error?.details).to.deep.equal(unknown.error?.details);
  });

  it('take as long for an account that there is as for one that there is not', async () => {
    const { email } = await person('Eva');
    const took = { [email]: [] as number[], [`${uuid()}@example.eu`]: [] as number[] };
    for (let n = 0; n < 9; n++)
      for (const [each, times] of Object.entries(took)) {
        const from = performance.now();
        await wrong(each);
        times.push(performance.now() - from);
      }
    const [known = 0, unknown = 0] = Object.values(took).map(
      (times) => times.sort((a, b) => a - b)[4],
    );
    expect(known / unknown).to.be.within(0.4, 2.5);
  });

  it('that succeed do not count', async () => {
    const { email } = await person('Eva');
    await fail(19, () => wrong(email));
    for (let n = 0; n < 25; n++)
      expect((await signIn(email, 'correct horse')).status).to.equal(200);
    expect((await wrong(email)).status).to.equal(401);
    expect((await wrong(email)).status).to.equal(429);
  });

  it('of strangers do not keep the owner from a device that has signed in before', async () => {
    const eva = await person('Eva');
    const device = await deviceOf(eva.email);
    await fail(20, () => wrong(eva.email, anotherAddress()));
    const from = anotherAddress();
    expect((await signIn(eva.email, 'correct horse', { from })).status).to.equal(429);
    expect((await signIn(eva.email, 'correct horse', { from, cookie: device })).status).to.equal(
      200,
    );
    // It is no way around: the device has twenty, too.
    expect(await fail(20, () => wrong(eva.email, from, device))).to.deep.equal(new Set([401]));
    expect((await signIn(eva.email, 'correct horse', { cookie: device })).status).to.equal(429);
    const max = await person('Max');
    await fail(20, () => wrong(max.email));
    for (const cookie of [device, device.replace(eva.account.id, max.account.id)])
      expect((await signIn(max.email, 'correct horse', { cookie })).status).to.equal(429);
  });

  it('know a device to all who share it, the last five of them', async () => {
    const people = await Promise.all(Array.from({ length: 6 }, () => person('Eva')));
    let device = '';
    for (const { email } of people) device = await deviceOf(email, device);
    for (const { email } of people) await fail(20, () => wrong(email));
    const statuses: number[] = [];
    for (const { email } of people)
      statuses.push((await signIn(email, 'correct horse', { cookie: device })).status);
    expect(statuses).to.deep.equal([429, 200, 200, 200, 200, 200]);
  });

  it('know a device by a cookie that no script and no other site can use, for a year', async () => {
    const { device = '' } = await signIn((await person('Eva')).email, 'correct horse');
    for (const attribute of ['HttpOnly', 'SameSite=Strict', 'Path=/api/v1/sessions'])
      expect(device).to.include(attribute);
    const expires = Date.parse(/Expires=([^;]+)/.exec(device)?.[1] ?? '');
    expect((expires - Date.now()) / 86_400_000).to.be.within(364, 366);
  });

  it('from one address may fail a hundred times, and lock nobody else out before that', async () => {
    const from = anotherAddress();
    const [eva, max] = [await person('Eva'), await person('Max')];
    const device = await deviceOf(max.email);
    // One account that is under attack takes twenty of them, however long the attack goes on.
    await fail(40, () => wrong(eva.email, from));
    for (let n = 0; n < 79; n++) await wrong(`${uuid()}@example.eu`, from);
    expect((await signIn(max.email, 'correct horse', { from })).status).to.equal(200);
    await wrong(`${uuid()}@example.eu`, from);
    const neighbour = `${from.slice(0, -1)}2`;
    const { error } = await signIn(max.email, 'correct horse', { from: neighbour });
    expect(error?.details?.reason).to.equal('PASSWORD_ATTEMPTS_HERE');
    expect((await signIn(max.email, 'correct horse', { from, cookie: device })).status).to.equal(
      200,
    );
    expect((await signIn(max.email, 'correct horse', { from: anotherAddress() })).status).to.equal(
      200,
    );
  });
});

describe('attempts to change a password', () => {
  it('fail twenty times in each session, whatever happens in the others', async () => {
    const attempts = createPasswordAttempts(
      createBudgets(1),
      createDevices(createTokens('a-secret-for-tests-0123456789-abcdefghij')),
    );
    const caller = (sessionId: string) => ({
      ...callerOf(aMember()),
      sessionId,
    });
    const confirm = (sessionId: string, right: boolean) =>
      attempts.confirm(caller(sessionId), async () => right);
    for (let n = 0; n < 20; n++) expect(await confirm('hers', false)).to.equal(false);
    expect(await failure(confirm('hers', true))).to.include({ code: 'rate_limited' });
    expect(await confirm('his', true)).to.equal(true);
  });
});
