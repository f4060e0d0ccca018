import { expect } from 'chai';
import { v4 as uuid } from 'uuid';
import { onEveryAdapter } from '../helpers/adapters.ts';
import { bringIn, type Caller, refusal, startTestApp, type TestApp } from '../helpers/app.ts';
import { aChannel } from '../helpers/fixtures.ts';

onEveryAdapter('channels', (adapter) => {
  let forum: TestApp;
  let ada: Caller;
  let eva: Caller;
  let max: Caller;
  before(async () => {
    forum = await startTestApp(adapter.settings());
    [ada, eva, max] = await Promise.all([
      forum.person('Ada', ['moderator']),
      forum.person('Eva'),
      forum.person('Max'),
    ]);
  });
  after(() => forum?.stop());

  const open = async (name = `Channel ${uuid().slice(0, 8)}`) =>
    (await ada.http('channel:create', { name })).channel;
  const say = (who: Caller, channelId: string, text = 'hello') =>
    who.http('post:create', { channelId, clientId: uuid(), text });

  it('that are open are made by moderators, private ones by anybody', async () => {
    expect((await refusal(eva.http('channel:create', { name: 'Masks' }))).code).to.equal(
      'forbidden',
    );
    expect(
      (await eva.http('channel:create', { name: 'Our board', kind: 'private' })).membership
        ?.moderator,
    ).to.equal(true);
  });

  it('are called anything, in every script, at an address one can read out', async () => {
    for (const [name, slug] of [
      ['Новости', 'novosti'],
      ['Ελλάδα', 'ellada'],
      ['C#', 'c-sharp'],
      ['C++', 'c-plus-plus'],
      ['物資', 'wu-zi'],
    ] as const)
      expect((await open(name)).slug, name).to.equal(slug);
    const { id } = await open('Ogłoszenia');
    const { html } = await say(ada, id, 'see #novosti, #c-sharp');
    expect(html).to.include('href="/c/novosti"').and.to.include('href="/c/c-sharp"');
  });

  it('have addresses of their own, where their names would lead to the same one', async () => {
    const socket = await eva.socket();
    const [first, second] = [await open('R&D'), await open('R D')];
    expect([first.slug, second.slug]).to.deep.equal(['r-d', 'r-d-2']);
    await socket.next('channel:changed', ({ slug }) => slug === 'r-d-2');
    const { html } = await say(ada, first.id, 'see #r-d-2');
    expect(html).to.include('href="/c/r-d-2"');
    const { slug } = await ada.http('channel:edit', {
      channelId: second.id,
      name: 'R D',
      topic: 'Research',
    });
    expect(slug).to.equal('r-d-2');
  });

  it('are refused under a name that looks like that of an open one, and say nothing of private ones', async () => {
    await open('I need help');
    const reasonOf = async (name: string, kind: 'open' | 'private' = 'open') =>
      (await refusal(ada.http('channel:create', { name, kind }))).details?.reason;
    expect(await reasonOf('I need he1p')).to.equal('CHANNEL_NAME_ALIKE');
    expect(await reasonOf('i need HELP')).to.equal('CHANNEL_NAME_TAKEN');
    await eva.http('channel:create', { name: 'Layoffs', kind: 'private' });
    await eva.http('channel:create', { name: 'I need help', kind: 'private' });
    await open('Layoffs');
    const { id: channelId } = await open('Gowns');
    const rename = ada.http('channel:edit', { channelId, name: 'l need help' });
    expect((await refusal(rename)).details?.reason).to.equal('CHANNEL_NAME_ALIKE');
  });

  it('tell every open browser when one is created', async () => {
    const socket = await eva.socket();
    const channel = await open();
    expect((await socket.next('channel:changed', ({ id }) => id === channel.id)).name).to.equal(
      channel.name,
    );
  });

  it('are read by all and written by those who joined', async () => {
    const channel = await open();
    expect((await refusal(say(eva, channel.id))).code).to.equal('forbidden');
    await eva.http('channel:join', { channelId: channel.id });
    await say(eva, channel.id);
    expect((await max.http('channel:open', { channelId: channel.id })).page.posts).to.have.length(
      1,
    );
  });

  it('that are private do not exist for others, by any operation', async () => {
    const { channel } = await eva.http('channel:create', { name: 'Our board', kind: 'private' });
    const post = await say(eva, channel.id, 'a secret');
    const unknown = await refusal(max.http('channel:open', { channelId: uuid() }));
    const tries = await Promise.allSettled([
      max.http('channel:open', { channelId: channel.id }),
      max.http('channel:join', { channelId: channel.id }),
      max.http('channel:members', { channelId: channel.id }),
      max.http('post:get', { postId: post.id }),
      max.http('post:history', { postId: post.id }),
      max.http('thread:open', { postId: post.id }),
      max.http('post:react', { postId: post.id, emoji: 'heart', on: true }),
      max.http('feed:sync', { channelId: channel.id, epoch: uuid(), since: 0 }),
      say(max, channel.id),
    ]);
    for (const attempt of tries)
      expect(attempt.status === 'rejected' && attempt.reason.body.code).to.equal('not_found');
    expect((await refusal(max.http('channel:open', { channelId: channel.id }))).message).to.equal(
      unknown.message,
    );
    expect(JSON.stringify(await max.http('channel:list', {}))).not.to.include(channel.id);
  });

  it('reach an invited member live, and nothing reaches one who was removed', async () => {
    const { channel } = await eva.http('channel:create', { name: 'Our board', kind: 'private' });
    const socket = await max.socket();
    await bringIn(channel.id, eva, max);
    await socket.next('membership:started', (listed) => listed.channel.id === channel.id);
    await say(eva, channel.id, 'for both');
    await socket.next('feed:changed', ({ channelId }) => channelId === channel.id);
    await eva.http('channel:remove-member', { channelId: channel.id, memberId: max.account.id });
    await socket.next('membership:ended', ({ channelId }) => channelId === channel.id);
    const { channel: other } = await eva.http('channel:create', {
      name: 'Another',
      kind: 'private',
    });
    await bringIn(other.id, eva, max);
    await say(eva, channel.id, 'for eva alone');
    await say(eva, other.id, 'a later word');
    await socket.next('feed:changed', ({ channelId }) => channelId === other.id);
    expect(JSON.stringify(socket.heard('feed:changed'))).not.to.include('for eva alone');
  });

  it('say what they are for to those who may see them, many at once', async () => {
    const { channel: board } = await eva.http('channel:create', {
      name: 'Our board',
      kind: 'private',
      description: 'What nobody else is to know.',
    });
    const known = await open();
    await ada.http('channel:edit', { channelId: known.id, topic: 'Masks', description: 'FFP2' });
    const channelIds = [board.id, known.id, uuid(), known.id];
    const [only, ...others] = await max.http('channel:details', { channelIds });
    expect(only).to.include({ id: known.id, topic: 'Masks', description: 'FFP2' });
    expect(others).to.be.empty;
    const mine = await eva.http('channel:details', { channelIds });
    expect(mine.map(({ description }) => description)).to.deep.equal([
      'What nobody else is to know.',
      'FFP2',
    ]);
  });

  it('count what is unread by one subtraction, the same on all devices', async () => {
    const channel = await open();
    await max.http('channel:join', { channelId: channel.id });
    const [phone, desk] = await Promise.all([max.socket(), max.socket()]);
    for (const text of ['one', 'two', '@max three']) await say(ada, channel.id, text);
    const listed = (await max.http('channel:list', {})).find((it) => it.channel.id === channel.id);
    expect([listed?.head.seq, listed?.membership?.readSeq, listed?.mentions]).to.deep.equal([
      3, 0, 1,
    ]);
    await phone.call('channel:read', { channelId: channel.id, seq: 3 });
    expect(
      (await desk.next('read:changed', ({ channelId }) => channelId === channel.id)).readSeq,
    ).to.equal(3);
    expect(
      (await max.http('channel:mark-unread', { channelId: channel.id, seq: 2 })).readSeq,
    ).to.equal(1);
  });

  it('that are archived are read, not written, until they are restored', async () => {
    const channel = await open();
    await ada.http('channel:edit', { channelId: channel.id, archived: true });
    const error = await refusal(say(ada, channel.id));
    expect([error.code, error.details?.state]).to.deep.equal(['conflict', 'archived']);
    await ada.http('channel:edit', { channelId: channel.id, archived: false });
    await say(ada, channel.id);
  });

  it('are created 20 a day by one member, also all at once, and 100 in all, with when to come back', async () => {
    const kim = await forum.person('Kim');
    const create = () => kim.http('channel:create', { name: 'Ours', kind: 'private' });
    const tries = await Promise.allSettled(Array.from({ length: 30 }, create));
    expect(tries.filter(({ status }) => status === 'fulfilled')).to.have.length(20);
    const today = await refusal(create());
    expect([today.code, today.details?.reason]).to.deep.equal(['rate_limited', 'CHANNELS_TODAY']);
    expect(today.details?.retryAfter).to.be.within(86_400 - 60, 86_400);
    expect((await refusal(kim.http('channel:create', { name: 'Open' }))).code).to.equal(
      'forbidden',
    );

    const { add } = forum.app.stores.channels;
    const ivo = await forum.person('Ivo');
    const earlier = (n: number) =>
      add(
        aChannel(`board-${n}-${uuid()}`, {
          kind: 'private',
          createdAt: '2020-03-24T10:00:00.000Z',
        }),
        ivo.account.id,
      );
    for (let n = 0; n < 99; n++) await earlier(n);
    await ivo.http('channel:create', { name: 'The hundredth', kind: 'private' });
    const { code, details } = await refusal(
      ivo.http('channel:create', { name: 'One more', kind: 'private' }),
    );
    expect([code, details?.reason]).to.deep.equal(['forbidden', 'CHANNELS_IN_ALL']);
    await ada.http('channel:create', { name: `Another ${uuid()}` });
  });

  it('have moderators of their own, appointed by those of the forum', async () => {
    const channel = await open();
    await eva.http('channel:join', { channelId: channel.id });
    await max.http('channel:join', { channelId: channel.id });
    const edit = (who: Caller) =>
      who.http('channel:edit', { channelId: channel.id, topic: 'Masks' });
    expect((await refusal(edit(eva))).code).to.equal('forbidden');
    expect(
      (
        await refusal(
          max.http('channel:set-moderator', {
            channelId: channel.id,
            memberId: eva.account.id,
            moderator: true,
          }),
        )
      ).code,
    ).to.equal('forbidden');
    await ada.http('channel:set-moderator', {
      channelId: channel.id,
      memberId: eva.account.id,
      moderator: true,
    });
    expect((await edit(eva)).topic).to.equal('Masks');
  });
});
