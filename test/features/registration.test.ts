import { expect } from 'chai';
import { v4 as uuid } from 'uuid';
import { hashToken } from '../../server/features/accounts/accounts.tokens.ts';
import type { ErrorBody } from '../../shared/errors.ts';
import { onEveryAdapter } from '../helpers/adapters.ts';
import { type Caller, httpCaller, json, startTestApp, type TestApp } from '../helpers/app.ts';

const anEmail = () => `${uuid()}@example.eu`;
/** An address of a network of its own. */
const anAddress = () => `2001:db8:${uuid().slice(0, 4)}:${uuid().slice(9, 13)}::1`;

/** Registers as a visitor of the forum does, from an address of their own where none is given. */
async function register(forum: TestApp, form: object, from = anAddress()) {
  const response = await fetch(`${forum.url}/api/v1/accounts`, {
    method: 'POST',
    headers: { ...json, 'X-Forwarded-For': from },
    body: JSON.stringify({ name: 'Ana', email: anEmail(), password: 'correct horse', ...form }),
  });
  const answer = (await response.json()) as { error?: ErrorBody };
  const { error } = answer;
  return { status: response.status, cookies: response.headers.getSetCookie(), answer, error };
}

const signIn = (forum: TestApp, email: string, password = 'correct horse') =>
  httpCaller(forum.url)('session:start', { email, password });

/** An invitation that holds for so many; administrators’ ones come from the server. */
async function invite(forum: TestApp, uses: number): Promise<string> {
  const invitation = uuid();
  await forum.app.stores.accounts.addInvitation({
    tokenHash: hashToken(invitation),
    roles: [],
    uses,
    expiresAt: new Date(Date.now() + 60_000).toISOString(),
  });
  return invitation;
}

async function administratorsInvitation(forum: TestApp): Promise<string> {
  const link = await forum.app.services.accounts.administratorLink();
  return new URL(link ?? '').searchParams.get('invitation') ?? '';
}

onEveryAdapter('registration', (adapter) => {
  let forum: TestApp;
  let eva: Caller;
  before(async () => {
    forum = await startTestApp({ ...adapter.settings(), RATE_LIMITS: '1', TRUST_PROXY: '1' });
    eva = await forum.person('Eva Roth');
  });
  after(() => forum?.stop());
  const taken = () => eva.account.email ?? '';

  it('is refused after ten from one network and hour, and says when to come back', async () => {
    const from = anAddress();
    const neighbour = (n: number) => `${from.slice(0, -1)}${n}`;
    for (let n = 1; n <= 10; n++)
      expect(
        (await register(forum, n % 2 ? {} : { email: taken() }, neighbour(n))).status,
      ).to.equal(200);
    for (const email of [anEmail(), taken()]) {
      const { status, error } = await register(forum, { email }, from);
      expect([status, error?.code]).to.deep.equal([429, 'rate_limited']);
      expect(error?.details).to.include({ reason: 'REGISTRATIONS_HERE', most: 10 });
      expect(error?.details?.retryAfter).to.be.within(3500, 3600);
    }
    expect((await register(forum, {})).status).to.equal(200);
  });

  it('does not count what is refused for another reason', async () => {
    const from = anAddress();
    for (let n = 0; n < 12; n++) {
      const refused = await register(forum, { name: 'Administrator' }, from);
      expect(refused.status).to.equal(400);
    }
    expect((await register(forum, {}, from)).status).to.equal(200);
  });

  it('by invitation is not counted: forty people behind one address get in within a minute, and ten more without', async () => {
    const from = anAddress();
    const invitation = await invite(forum, 40);
    const arrive = async (n: number) => {
      await fetch(`${forum.url}/api/v1/invitations/${invitation}`, {
        headers: { 'X-Forwarded-For': from },
      });
      const form = { name: `Guest ${n}`, email: anEmail(), invitation };
      const { status } = await register(forum, form, from);
      const signedIn = await fetch(`${forum.url}/api/v1/sessions`, {
        method: 'POST',
        headers: { ...json, 'X-Forwarded-For': from },
        body: JSON.stringify({ email: form.email, password: 'correct horse' }),
      });
      return [status, signedIn.status];
    };
    for (let n = 0; n < 40; n += 5) {
      const together = Array.from({ length: 5 }, (_, more) => arrive(n + more));
      expect(await Promise.all(together)).to.deep.equal(Array(5).fill([200, 200]));
    }
    for (let n = 0; n < 10; n++) expect((await register(forum, {}, from)).status).to.equal(200);
    for (const each of [{}, { invitation }, { invitation: 'none' }]) {
      const { status } = await register(forum, each, from);
      expect(status).to.equal('invitation' in each ? 404 : 429);
    }
  });

  it('by one invitation lets forty in who come in the same instant', async () => {
    const invitation = await invite(forum, 40);
    const from = anAddress();
    const all = await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        register(
          forum,
          { name: `Visitor ${String.fromCharCode(97 + (n % 26))}x${n}`, invitation },
          from,
        ),
      ),
    );
    expect(all.map(({ status }) => status)).to.deep.equal(Array(40).fill(200));
    expect((await register(forum, { invitation }, from)).status).to.equal(404);
  });

  it('answers alike whether there is an account with the address or not, and begins no session', async () => {
    const free = await register(forum, { email: anEmail() });
    const same = await register(forum, { email: taken().toUpperCase() });
    expect(free).to.deep.equal({ status: 200, cookies: [], answer: {}, error: undefined });
    expect(same).to.deep.equal(free);
    const own = await register(forum, {
      name: 'Another',
      email: taken(),
      password: 'correct horse',
    });
    expect(own).to.deep.equal(free);
    expect((await signIn(forum, taken())).account).to.include({
      id: eva.account.id,
      name: 'Eva Roth',
    });
  });

  it('leaves the account alone that has the address already', async () => {
    await register(forum, { email: taken(), name: 'Mallory', password: 'battery staple' });
    expect((await signIn(forum, taken())).account.name).to.equal('Eva Roth');
    expect(await eva.http('member:list', { search: 'mallory' })).to.be.empty;
  });

  it('takes as long for an address that is taken as for one that is free', async () => {
    const times = { free: [] as number[], taken: [] as number[] };
    for (let n = 0; n < 7; n++)
      for (const kind of ['free', 'taken'] as const) {
        const from = performance.now();
        await register(forum, { email: kind === 'free' ? anEmail() : taken() });
        times[kind].push(performance.now() - from);
      }
    const median = (values: number[]) => values.sort((a, b) => a - b)[3] ?? 0;
    expect(Math.min(...times.taken), 'time to store an account').to.be.above(300);
    expect(median(times.free) / median(times.taken)).to.be.within(0.75, 1.33);
  });

  it('is refused alike for what is wrong beside the address', async () => {
    const admin = await forum.person('Ada Novak', ['administrator']);
    await admin.http('cluster:create', { name: 'Texfor', country: 'ES' });
    for (const wrong of [
      { name: 'Ada Novak' },
      { name: 'Moderator' },
      { cluster: { name: 'TEXFOR', country: 'ES' } },
      { cluster: { name: 'Texf0r', country: 'ES' } },
      { cluster: { name: '!!', country: 'ES' } },
      { cluster: { id: uuid() } },
      { invitation: 'none' },
      { password: 'short' },
    ]) {
      const [free, same] = [
        await register(forum, { ...wrong, email: anEmail() }),
        await register(forum, { ...wrong, email: taken() }),
      ];
      expect(free.status, JSON.stringify(wrong)).to.be.within(400, 409);
      expect(same, JSON.stringify(wrong)).to.deep.equal(free);
    }
  });

  it('leaves no cluster behind where there is an account already', async () => {
    const cluster = { name: 'Left behind', country: 'ES' };
    expect((await register(forum, { email: taken(), cluster })).status).to.equal(200);
    const names = (await httpCaller(forum.url)('cluster:list', {})).map(({ name }) => name);
    expect(names).not.to.include('Left behind');
  });

  it('uses an invitation up whether there is an account or not', async () => {
    for (const email of [taken(), anEmail()]) {
      const invitation = await invite(forum, 1);
      expect((await register(forum, { email, invitation })).status).to.equal(200);
      expect((await register(forum, { invitation })).status).to.equal(404);
    }
  });

  it('makes one account of two that come at once, tells neither, and uses up the invitations of both', async () => {
    const email = anEmail();
    const invitations = [await invite(forum, 1), await invite(forum, 1)];
    const { accounts } = forum.app.stores;
    const { memberByEmail } = accounts;
    // Both have looked before either is stored.
    accounts.memberByEmail = async () => null;
    const names = ['Castor', 'Pollux'];
    const answers = await Promise.all(
      invitations.map((invitation, n) => register(forum, { name: names[n], email, invitation })),
    );
    accounts.memberByEmail = memberByEmail;
    expect(answers.map(({ status }) => status)).to.deep.equal([200, 200]);
    const found = names.map((search) => eva.http('member:list', { search }));
    expect((await Promise.all(found)).flat()).to.have.length(1);
    for (const invitation of invitations)
      expect((await register(forum, { invitation })).status).to.equal(404);
  });
});

onEveryAdapter('registration by invitation', (adapter) => {
  let forum: TestApp;
  afterEach(() => forum?.stop());

  it('needs one, and the first link makes an administrator once', async () => {
    forum = await startTestApp({ ...adapter.settings(), REGISTRATION: 'invitation' });
    const invitation = await administratorsInvitation(forum);
    expect((await register(forum, {})).status).to.equal(403);
    const another = await administratorsInvitation(forum);
    const email = anEmail();
    await register(forum, { email, invitation });
    expect((await signIn(forum, email)).account.roles).to.deep.equal(['administrator']);
    expect((await register(forum, { invitation })).status).to.equal(404);
    const second = await register(forum, { invitation: another });
    expect(second.status, 'a second link').to.equal(404);
    expect(await forum.app.services.accounts.administratorLink()).to.equal(null);
  });

  it('leaves the link of the first administrator until there is one', async () => {
    forum = await startTestApp(adapter.settings());
    const invitation = await administratorsInvitation(forum);
    const { account } = await forum.person('Eva');
    expect((await register(forum, { email: account.email, invitation })).status).to.equal(200);
    const email = anEmail();
    await register(forum, { email, invitation });
    expect((await signIn(forum, email)).account.roles).to.deep.equal(['administrator']);
  });
});
