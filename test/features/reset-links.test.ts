import { expect } from 'chai';
import { onEveryAdapter } from '../helpers/adapters.ts';
import { type Caller, httpCaller, refusal, startTestApp, type TestApp } from '../helpers/app.ts';

onEveryAdapter('a link to set a new password', (adapter) => {
  let forum: TestApp;
  let ada: Caller;
  let eva: Caller;
  before(async () => {
    forum = await startTestApp(adapter.settings());
    ada = await forum.person('Ada', ['administrator']);
  });
  beforeEach(async () => {
    eva = await forum.person('Eva');
  });
  after(() => forum?.stop());

  const anybody = () => httpCaller(forum.url);
  const next = 'battery staple';
  const signIn = (password: string) =>
    anybody()('session:start', { email: eva.account.email ?? '', password });
  const make = async (memberId = eva.account.id) => {
    const { url, expiresAt } = await ada.http('reset-link:create', { memberId });
    return { token: new URL(url).searchParams.get('link') ?? '', url, expiresAt };
  };

  it('sets it once, ends every session, and holds for a day', async () => {
    const socket = await eva.socket();
    const { token, url, expiresAt } = await make();
    expect(new URL(url).pathname).to.equal('/reset-password');
    expect(Date.parse(expiresAt) - Date.now()).to.be.within(86_390_000, 86_400_000);
    expect(await anybody()('reset-link:get', { token })).to.deep.equal({
      email: eva.account.email,
      expiresAt,
    });
    await anybody()('password:reset', { token, next });
    await socket.closed;
    const { details } = await refusal(eva.http('account:get', {}));
    expect(details).to.deep.equal({ reason: 'PASSWORD_CHANGED' });
    expect((await signIn(next)).account.id).to.equal(eva.account.id);
    expect((await refusal(signIn('correct horse'))).code).to.equal('unauthenticated');
    const again = await refusal(anybody()('password:reset', { token, next: 'another battery' }));
    expect(again.code).to.equal('not_found');
    expect((await refusal(anybody()('reset-link:get', { token }))).code).to.equal('not_found');
  });

  it('is used by one of two who come at once', async () => {
    const { token } = await make();
    const outcomes = await Promise.allSettled(
      ['first battery', 'other battery'].map((password) =>
        anybody()('password:reset', { token, next: password }),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).to.have.length(1);
  });

  it('ends with the next one, with a change of the password, and with its time', async () => {
    const holds = (token: string) =>
      anybody()('reset-link:get', { token }).then(
        () => true,
        () => false,
      );
    const { token: first } = await make();
    const { token: second } = await make();
    expect([await holds(first), await holds(second)]).to.deep.equal([false, true]);
    await eva.http('password:change', { current: 'correct horse', next });
    expect(await holds(second)).to.equal(false);
    await forum.app.stores.accounts.addResetLink({
      tokenHash: 'h',
      memberId: eva.account.id,
      expiresAt: new Date(Date.now() - 1).toISOString(),
      createdBy: null,
    });
    expect(await forum.app.stores.accounts.resetLink('h', new Date().toISOString())).to.equal(null);
  });

  it('is made by administrators alone, for people', async () => {
    const moderator = await forum.person('Mona', ['moderator']);
    const refused = moderator.http('reset-link:create', { memberId: eva.account.id });
    expect((await refusal(refused)).details?.reason).to.equal('ADMINISTRATORS_ONLY');
    const { channel } = await ada.http('channel:create', { name: 'Weather' });
    const { bot } = await ada.http('bot:create', { name: 'Cap', channelIds: [channel.id] });
    expect((await refusal(make(bot.person.id))).code).to.equal('not_found');
  });

  it('keeps a password that is too short away and remains good', async () => {
    const { token } = await make();
    const { code } = await refusal(anybody()('password:reset', { token, next: 'short' }));
    expect(code).to.equal('bad_request');
    await anybody()('password:reset', { token, next });
  });

  it('ends with the office of whoever made it', async () => {
    for (const [name, end] of [
      [
        'Boris',
        (memberId: string) => ada.http('member:suspend', { memberId, reason: 'Lost device' }),
      ],
      ['Berit', (memberId: string) => ada.http('member:set-roles', { memberId, roles: [] })],
    ] as const) {
      const boss = await forum.person(name, ['administrator']);
      const { url } = await boss.http('reset-link:create', { memberId: ada.account.id });
      await end(boss.account.id);
      const token = new URL(url).searchParams.get('link') ?? '';
      for (const call of [
        anybody()('reset-link:get', { token }),
        anybody()('password:reset', { token, next }),
      ])
        expect((await refusal(call)).code, name).to.equal('not_found');
    }
  });

  it('leaves nobody in who was signing in with the earlier password', async () => {
    const { accounts } = forum.app.stores;
    const find = accounts.memberByEmail;
    const { token } = await make();
    accounts.memberByEmail = async (email) => {
      const member = await find(email);
      accounts.memberByEmail = find;
      await anybody()('password:reset', { token, next });
      return member;
    };
    expect((await refusal(signIn('correct horse'))).code).to.equal('unauthenticated');
    const live = await accounts.sessionsOf(eva.account.id, new Date().toISOString());
    expect(live).to.deep.equal([]);
  });

  it('lifts no suspension', async () => {
    const { token } = await make();
    await ada.http('member:suspend', { memberId: eva.account.id, reason: 'Spam everywhere' });
    await anybody()('password:reset', { token, next });
    expect((await refusal(signIn(next))).details?.reason).to.equal('SUSPENDED');
  });
});
