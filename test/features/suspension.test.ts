import { expect } from 'chai';
import { v4 as uuid } from 'uuid';
import type { ErrorBody } from '../../shared/errors.ts';
import { onEveryAdapter } from '../helpers/adapters.ts';
import {
  bringIn,
  type Caller,
  connectSocket,
  httpCaller,
  json,
  refusal,
  startTestApp,
  type TestApp,
} from '../helpers/app.ts';

const reason = 'Advertising in every channel';
const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();

onEveryAdapter('suspending members', (adapter) => {
  let forum: TestApp;
  let ada: Caller;
  let mod: Caller;
  before(async () => {
    forum = await startTestApp(adapter.settings());
    ada = await forum.person('Ada', ['administrator']);
    mod = await forum.person('Mona', ['moderator']);
  });
  after(() => forum?.stop());

  const suspend = (by: Caller, who: Caller, more: { days?: number } = {}) =>
    by.http('member:suspend', { memberId: who.account.id, reason, ...more });
  const renewed = async ({ cookie }: Caller) => {
    const response = await fetch(`${forum.url}/api/v1/sessions/renew`, {
      method: 'POST',
      headers: { ...json, Cookie: cookie },
      body: JSON.stringify({ attempt: uuid() }),
    });
    return ((await response.json()) as { error?: ErrorBody }).error;
  };
  const signIn = (who: Caller) =>
    httpCaller(forum.url)('session:start', {
      email: who.account.email ?? '',
      password: 'correct horse',
    });
  const standingOf = async (who: Caller) =>
    (await ada.http('member:standings', { search: who.account.email ?? '' }))[0];

  it('ends their sockets, calls and renewals at once, and tells them why', async () => {
    const eva = await forum.person('Eva');
    const sockets = await Promise.all([eva.socket(), eva.socket()]);
    const standing = await suspend(mod, eva);
    expect(standing).to.deep.include({ state: 'suspended', email: null });
    expect(standing.suspension).to.deep.include({ reason, by: mod.account.id, until: null });
    await Promise.all(sockets.map(({ closed }) => closed));
    const ended = { code: 'unauthenticated', retryable: false };
    const details = { reason: 'SUSPENDED', because: reason };
    const called = await refusal(eva.http('account:get', {}));
    expect(called).to.deep.include({ ...ended, details });
    expect(await renewed(eva)).to.deep.include({ ...ended, details });
    const refused = await connectSocket(forum.url, eva.accessToken).catch((error) => error);
    expect(refused.data).to.deep.include({ ...ended, details });
    expect(await refusal(signIn(eva))).to.deep.include({ code: 'forbidden', details });
  });

  it('says nothing of it to whoever does not know the password', async () => {
    const eva = await forum.person('Eva');
    await suspend(ada, eva);
    const email = eva.account.email ?? '';
    const { code, details } = await refusal(
      httpCaller(forum.url)('session:start', { email, password: 'wrong horse' }),
    );
    expect([code, details]).to.deep.equal(['unauthenticated', undefined]);
  });

  it('can be lifted, and they sign in again', async () => {
    const eva = await forum.person('Eva');
    await suspend(mod, eva);
    const standing = await mod.http('member:reinstate', { memberId: eva.account.id });
    expect(standing).to.deep.include({ state: 'active', suspension: null });
    expect((await signIn(eva)).account.id).to.equal(eva.account.id);
    expect(await renewed(eva), 'of a session from before').to.deep.include({
      details: { reason: 'SUSPENDED' },
    });
  });

  it('ends by itself when an end was given, which whoever signs in is told', async () => {
    const eva = await forum.person('Eva');
    const { suspension: given } = await suspend(mod, eva, { days: 2 });
    const { details } = await refusal(signIn(eva));
    expect(details).to.deep.include({
      reason: 'SUSPENDED_UNTIL',
      because: reason,
      until: given?.until,
    });
    expect(details?.retryAfter).to.be.within(2 * 86_400 - 10, 2 * 86_400);
    const suspension = { reason, by: ada.account.id, at: inMs(-2000), until: inMs(-1) };
    await forum.app.stores.accounts.setSuspension(eva.account.id, suspension);
    expect((await signIn(eva)).account.id).to.equal(eva.account.id);
    expect(await standingOf(eva)).to.deep.include({ state: 'active', suspension: null });
  });

  it('is refused for no days, for part of one, and without a reason', async () => {
    const eva = await forum.person('Eva');
    for (const days of [0, -1, 0.5, 1e9])
      expect((await refusal(suspend(mod, eva, { days }))).code).to.equal('bad_request');
    const memberId = eva.account.id;
    const blank = await refusal(mod.http('member:suspend', { memberId, reason: ' ' }));
    expect(blank.code).to.equal('bad_request');
    expect(await standingOf(eva)).to.deep.include({ state: 'active' });
  });

  it('is for administrators, and for moderators where the member has no role', async () => {
    const eva = await forum.person('Eva');
    const val = await forum.person('Val', ['validator']);
    const reasonOf = async (call: Promise<unknown>) => (await refusal(call)).details?.reason;
    expect(await reasonOf(suspend(eva, val))).to.equal('MODERATORS_ONLY');
    expect(await reasonOf(eva.http('member:standings', {}))).to.equal('MODERATORS_ONLY');
    for (const who of [val, ada, await forum.person('Max', ['moderator'])])
      expect(await reasonOf(suspend(mod, who))).to.equal('ROLES_BY_ADMINISTRATORS');
    for (const who of [mod, ada]) expect(await reasonOf(suspend(who, who))).to.equal('ONESELF');
    await suspend(ada, val);
    const lift = mod.http('member:reinstate', { memberId: val.account.id });
    expect(await reasonOf(lift)).to.equal('ROLES_BY_ADMINISTRATORS');
    const unknown = mod.http('member:suspend', { memberId: uuid(), reason });
    expect((await refusal(unknown)).code).to.equal('not_found');
  });

  it('always leaves an administrator, also when two suspend each other at once', async () => {
    const app = await startTestApp(adapter.settings());
    const [one, two] = await Promise.all([
      app.person('Una', ['administrator']),
      app.person('Duo', ['administrator']),
    ]);
    const outcomes = await Promise.allSettled([suspend(one, two), suspend(two, one)]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).to.have.length(1);
    const [last, out] = outcomes[0]?.status === 'fulfilled' ? [one, two] : [two, one];
    const demoted = last.http('member:set-roles', { memberId: last.account.id, roles: [] });
    expect((await refusal(demoted)).details?.reason).to.equal('LAST_ADMINISTRATOR');
    await last.http('member:reinstate', { memberId: out.account.id });
    await app.stop();
  });

  it('shuts their bots out, until another administrator answers for them', async () => {
    const boss = await forum.person('Boss', ['administrator']);
    const { channel } = await ada.http('channel:create', { name: `News ${uuid().slice(0, 6)}` });
    const made = await boss.http('bot:create', {
      name: `Cap ${uuid().slice(0, 6)}`,
      channelIds: [channel.id],
    });
    const bot = httpCaller(forum.url, made.token);
    const socket = await connectSocket(forum.url, made.token);
    await suspend(ada, boss);
    await socket.closed;
    expect(await refusal(bot('account:get', {}))).to.deep.include({
      code: 'unauthenticated',
      details: { reason: 'SUSPENDED' },
    });
    const { token } = await ada.http('bot:renew', { botId: made.bot.person.id });
    expect((await httpCaller(forum.url, token)('account:get', {})).id).to.equal(made.bot.person.id);
  });

  it('holds for a bot that does harm, too', async () => {
    const { bot, token } = await ada.http('bot:create', {
      name: `Cap ${uuid().slice(0, 6)}`,
      channelIds: [(await ada.http('channel:create', { name: uuid().slice(0, 8) })).channel.id],
    });
    const socket = await connectSocket(forum.url, token);
    await mod.http('member:suspend', { memberId: bot.person.id, reason });
    await socket.closed;
    const { code } = await refusal(httpCaller(forum.url, token)('account:get', {}));
    expect(code).to.equal('unauthenticated');
  });

  it('ends their invitations to channels and the feeds of their searches', async () => {
    const eva = await forum.person('Eva');
    const ole = await forum.person('Ole');
    const { channel } = await eva.http('channel:create', { name: 'Plans', kind: 'private' });
    await eva.http('channel:invite', { channelId: channel.id, memberId: ole.account.id });
    const socket = await ole.socket();
    await eva.http('search:save', { searchId: uuid(), name: 'Masks' });
    const [saved] = await eva.http('search:list', {});
    const feed = () => fetch(`${forum.url}${saved?.json}`).then(({ status }) => status);
    expect(await feed()).to.equal(200);
    await suspend(mod, eva);
    await socket.next('channel:invitation-ended');
    expect(await ole.http('channel:invitations', {})).to.deep.equal([]);
    expect(await feed()).to.equal(404);
    socket.close();
  });

  it('keeps what they wrote and the channels they were in', async () => {
    const eva = await forum.person('Eva');
    const { channel } = await ada.http('channel:create', { name: 'Circle', kind: 'private' });
    await bringIn(channel.id, ada, eva);
    const post = await eva.http('post:create', {
      channelId: channel.id,
      clientId: uuid(),
      text: 'hello',
    });
    await suspend(mod, eva);
    expect(await ada.http('post:get', { postId: post.id })).to.deep.include({ text: 'hello' });
    await mod.http('member:reinstate', { memberId: eva.account.id });
    const { accessToken } = await signIn(eva);
    const seen = await httpCaller(forum.url, accessToken)('post:get', { postId: post.id });
    expect(seen.id).to.equal(post.id);
  });
});

onEveryAdapter('the list of members', (adapter) => {
  let forum: TestApp;
  let ada: Caller;
  let mod: Caller;
  before(async () => {
    forum = await startTestApp(adapter.settings());
    ada = await forum.person('Ada', ['administrator']);
    mod = await forum.person('Mona', ['moderator']);
    for (const name of ['Berta Klein', 'Bruno Klein', 'Carla Groß']) await forum.person(name);
  });
  after(() => forum?.stop());

  const handles = async (query: object, who = ada) =>
    (await who.http('member:standings', query)).map(({ person }) => person.handle);

  it('finds by name, role and state, page by page', async () => {
    expect(await handles({ search: 'klei' })).to.deep.equal(['berta-klein', 'bruno-klein']);
    expect(await handles({ role: 'moderator' })).to.deep.equal(['mona']);
    expect(await handles({ role: 'none', limit: 2 })).to.deep.equal(['berta-klein', 'bruno-klein']);
    expect(await handles({ role: 'none', after: 'bruno-klein' })).to.deep.equal(['carla-gross']);
    const [bruno] = await mod.http('member:standings', { search: 'bruno' });
    const memberId = bruno?.person.id ?? '';
    await mod.http('member:suspend', { memberId, reason });
    expect(await handles({ state: 'suspended' })).to.deep.equal(['bruno-klein']);
    expect(await handles({ state: 'active', search: 'klein' })).to.deep.equal(['berta-klein']);
    expect(await handles({ state: 'former' })).to.deep.equal([]);
    await mod.http('member:reinstate', { memberId });
    expect(await handles({ state: 'suspended' })).to.deep.equal([]);
  });

  it('shows addresses to administrators alone, who can search for one', async () => {
    const { email } = ada.account;
    expect(
      await ada.http('member:standings', { search: ` ${email?.toUpperCase()}` }),
    ).to.have.length(1);
    const [found] = await ada.http('member:standings', { search: 'ada' });
    expect(found?.email).to.equal(email);
    const [shown] = await mod.http('member:standings', { search: 'ada' });
    expect([shown?.email, shown?.person.handle]).to.deep.equal([null, 'ada']);
    expect(await mod.http('member:standings', { search: email ?? '' })).to.deep.equal([]);
  });

  it('tells when somebody was last here', async () => {
    const before = Date.now();
    const eva = await forum.person('Eva');
    const activeAt = async () => {
      const [standing] = await ada.http('member:standings', { search: 'eva' });
      return Date.parse(standing?.activeAt ?? '');
    };
    const first = await activeAt();
    expect(first).to.be.within(before, Date.now());
    await fetch(`${forum.url}/api/v1/sessions/renew`, {
      method: 'POST',
      headers: { ...json, Cookie: eva.cookie },
      body: JSON.stringify({ attempt: uuid() }),
    });
    expect(await activeAt()).to.be.greaterThan(first);
  });
});
