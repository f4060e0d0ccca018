import { expect } from 'chai';
import { v4 as uuid } from 'uuid';
import { onEveryAdapter } from '../helpers/adapters.ts';
import { type Caller, refusal, register, startTestApp, type TestApp } from '../helpers/app.ts';

onEveryAdapter('the names of members', (adapter) => {
  let forum: TestApp;
  let ada: Caller;
  before(async () => {
    forum = await startTestApp({ ...adapter.settings(), FORUM_NAME: 'Masks for Europe' });
    ada = await forum.person('Ada Novak', ['administrator', 'moderator']);
  });
  after(() => forum?.stop());

  const registered = async (name: string, languages: string[] = []) =>
    (
      await register(forum.url, {
        name,
        email: `${uuid()}@example.eu`,
        password: 'correct horse',
        languages,
      })
    ).account;

  it('become handles that can be read, in every script', async () => {
    for (const [name, handle] of [
      ['Иван Петров', 'ivan-petrov'],
      ['Søren Kjær', 'soren-kjaer'],
      ['Łukasz Wałęsa', 'lukasz-walesa'],
      ['Þór', 'thor'],
      ['Ελένη Π', 'eleni-p'],
      ['Jürgen Müller', 'juergen-mueller'],
      ['محمد', 'mhmd'],
      ['Ng', 'ng'],
    ] as const)
      expect((await registered(name)).handle, name).to.equal(handle);
    expect((await registered('Öztürk', ['tr'])).handle).to.equal('ozturk');
  });

  const aChannelId = async () =>
    (await ada.http('channel:create', { name: `Bots ${uuid().slice(0, 6)}` })).channel.id;

  it('are not those of the forum and of who acts for it', async () => {
    const names = [
      'System',
      'MUSTER',
      'Administratorin',
      'Модератор',
      '管理员',
      'Masks for Europe',
    ];
    for (const name of [...names, 'Masks-for-Europe', 'Ѕуѕtеm', 'sys tem'])
      expect((await refusal(registered(name))).details?.issues, name).to.have.nested.property(
        '[0].path',
        'name',
      );
    const channelIds = [await aChannelId()];
    const attempts = [
      ada.http('bot:create', { name: 'Moderator', channelIds }),
      ada.http('account:edit', { name: 'Masks-for-Europe' }),
    ];
    for (const attempt of attempts)
      expect((await refusal(attempt)).details?.issues).to.have.nested.property(
        '[0].problem',
        'reserved',
      );
  });

  it('are not those of staff, however they are written', async () => {
    for (const name of ['Ada Novak', 'ada-novak', 'ADA NOVAK', 'Äda Novak', 'Ada N0vak'])
      expect((await refusal(registered(name))).details?.reason, name).to.equal('NAME_ALIKE');
    const eva = await forum.person('Eva Roth');
    const channelIds = [await aChannelId()];
    for (const attempt of [
      eva.http('account:edit', { name: 'ADA NOVAK' }),
      ada.http('bot:create', { name: 'Ada.Novak', channelIds }),
    ])
      expect((await refusal(attempt)).details?.reason).to.equal('NAME_ALIKE');
    await forum.person('Eva Roth');
    const promoted = ada.http('member:set-roles', {
      memberId: eva.account.id,
      roles: ['moderator'],
    });
    expect((await refusal(promoted)).details?.reason).to.equal('NAME_ALIKE');
  });

  it('are flagged where two look alike, at once for everybody and until one is changed', async () => {
    const one = await forum.person('Anna Bauer');
    const socket = await ada.socket();
    const other = await registered('Anna-Bauer');
    expect(other.alike).to.equal(true);
    await socket.next('member:changed', ({ id, alike }) => id === one.account.id && alike);
    const alike = await ada.http('member:list', { alikeTo: one.account.id });
    expect(alike.map(({ id }) => id)).to.deep.equal([other.id]);
    await one.http('account:edit', { name: 'Anna Maria Bauer' });
    await socket.next('member:changed', ({ id, alike }) => id === other.id && !alike);
    expect((await one.http('account:get', {})).alike).to.equal(false);
  });
});

onEveryAdapter('handles', (adapter) => {
  let forum: TestApp;
  before(async () => {
    forum = await startTestApp(adapter.settings());
  });
  after(() => forum?.stop());

  it('are changed by their members once a week, and earlier ones go on leading to them', async () => {
    const [max, eva] = await Promise.all([
      forum.person('Max Berger', ['moderator']),
      forum.person('Eva Roth'),
    ]);
    const { id: channelId } = (await max.http('channel:create', { name: 'Masks' })).channel;
    const say = (text: string) => max.http('post:create', { channelId, clientId: uuid(), text });
    const change = (handle: string) => eva.http('handle:change', { handle });

    for (const [handle, problem] of [
      ['admin', 'reserved'],
      ['muster', 'reserved'],
      ['Eva', 'format'],
      ['eva_roth', 'format'],
      ['e', 'too_short'],
    ] as const)
      expect((await refusal(change(handle))).details?.issues, handle).to.have.nested.property(
        '[0].problem',
        problem,
      );
    expect((await refusal(change('max-berger'))).details?.reason).to.equal('HANDLE_TAKEN');

    const socket = await max.socket();
    expect((await change('eva')).handle).to.equal('eva');
    await socket.next(
      'member:changed',
      ({ id, handle }) => id === eva.account.id && handle === 'eva',
    );
    const often = await refusal(change('evi'));
    expect(often.details?.reason).to.equal('HANDLE_CHANGED');
    expect(often.details?.retryAfter).to.be.within(6 * 86_400, 7 * 86_400);

    for (const handle of ['eva', 'eva-roth']) {
      const { html, mentions } = await say(`@${handle}, look`);
      expect(html).to.include(`href="/people/${handle}"`);
      expect(mentions).to.deep.equal([eva.account.id]);
      expect(
        (await max.http('member:list', { handles: [handle] })).map(({ id }) => id),
      ).to.deep.equal([eva.account.id]);
    }
    expect((await forum.person('Eva Roth')).account.handle).to.equal('eva-roth-2');
  });
});
