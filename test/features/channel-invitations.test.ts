import { expect } from 'chai';
import { v4 as uuid } from 'uuid';
import { onEveryAdapter } from '../helpers/adapters.ts';
import { bringIn, type Caller, refusal, startTestApp, type TestApp } from '../helpers/app.ts';

onEveryAdapter('an invitation to a channel', (adapter) => {
  let forum: TestApp;
  let eva: Caller;
  let max: Caller;
  beforeEach(async () => {
    forum = await startTestApp(adapter.settings());
    [eva, max] = await Promise.all([forum.person('Eva'), forum.person('Max')]);
  });
  afterEach(() => forum?.stop());

  const board = async (who = eva) =>
    (
      await who.http('channel:create', {
        name: 'Our board',
        topic: 'What nobody else knows',
        kind: 'private',
      })
    ).channel;
  const invite = (who: Caller, channelId: string, whom: Caller) =>
    who.http('channel:invite', { channelId, memberId: whom.account.id });
  const waiting = (who: Caller) => who.http('channel:invitations', {});
  const first = async (who: Caller) => (await waiting(who))[0]?.id ?? '';

  it('tells the name and who invites, live and to who was away, and nothing else until it is accepted', async () => {
    const channel = await board();
    const post = await eva.http('post:create', {
      channelId: channel.id,
      clientId: uuid(),
      text: 'a secret',
    });
    const [phone, desk] = await Promise.all([max.socket(), max.socket()]);
    expect(await invite(eva, channel.id, max)).to.deep.equal({ joined: false });
    const told = await phone.next('channel:invited');
    expect(told).to.include({ channelName: 'Our board', inviterId: eva.account.id });
    expect(Object.keys(told).sort()).to.deep.equal(['channelName', 'createdAt', 'id', 'inviterId']);
    expect(await waiting(max)).to.deep.equal([told]);
    await eva.http('post:create', { channelId: channel.id, clientId: uuid(), text: 'another' });
    for (const attempt of await Promise.allSettled([
      max.http('channel:open', { channelId: channel.id }),
      max.http('channel:join', { channelId: channel.id }),
      max.http('channel:members', { channelId: channel.id }),
      max.http('post:get', { postId: post.id }),
    ]))
      expect(attempt.status === 'rejected' && attempt.reason.body.code).to.equal('not_found');
    expect(JSON.stringify(await max.http('channel:list', {}))).not.to.include('Our board');
    expect(phone.heard('feed:changed')).to.be.empty;

    const listed = await max.http('channel:accept', { invitationId: told.id });
    expect([listed.channel.id, listed.membership?.readSeq]).to.deep.equal([channel.id, 2]);
    await desk.next('membership:started', (it) => it.channel.id === channel.id);
    await desk.next('channel:invitation-ended', ({ invitationId }) => invitationId === told.id);
    expect(await waiting(max)).to.be.empty;
    expect((await refusal(max.http('channel:accept', { invitationId: told.id }))).code).to.equal(
      'not_found',
    );
  });

  it('is answered by nobody but who was invited', async () => {
    const channel = await board();
    await invite(eva, channel.id, max);
    const invitationId = await first(max);
    const kim = await forum.person('Kim', ['administrator']);
    for (const other of [eva, kim])
      for (const answer of ['channel:accept', 'channel:decline'] as const)
        expect((await refusal(other.http(answer, { invitationId }))).code).to.equal('not_found');
    expect(await waiting(kim)).to.be.empty;
    await max.http('channel:accept', { invitationId });
  });

  it('that was declined is not repeated by the same member for a week, to any channel; others may invite', async () => {
    const [channel, other] = [await board(), await board()];
    const kim = await forum.person('Kim');
    await bringIn(channel.id, eva, kim);
    await invite(eva, channel.id, max);
    const invitationId = await first(max);
    await max.http('channel:decline', { invitationId });
    expect(await waiting(max)).to.be.empty;
    for (const id of [channel.id, other.id]) {
      const { code, details } = await refusal(invite(eva, id, max));
      expect([code, details?.reason]).to.deep.equal(['rate_limited', 'INVITATION_DECLINED']);
      expect(details?.retryAfter).to.be.within(7 * 86_400 - 60, 7 * 86_400);
    }
    await invite(kim, channel.id, max);
    expect(await waiting(max)).to.have.length(1);
    // A week on.
    await forum.app.stores.channelInvitations.end({ channelId: channel.id });
    const { invite: add } = forum.app.stores.channelInvitations;
    const again = { id: uuid(), channelId: channel.id, memberId: max.account.id };
    const createdAt = new Date().toISOString();
    expect(await add({ ...again, inviterId: eva.account.id, createdAt }, createdAt)).to.equal(
      'added',
    );
  });

  it('waits once, however often one is invited', async () => {
    const channel = await board();
    const kim = await forum.person('Kim');
    await bringIn(channel.id, eva, kim);
    const socket = await max.socket();
    await Promise.all([1, 2, 3].map(() => invite(eva, channel.id, max)));
    await invite(kim, channel.id, max);
    expect(await waiting(max)).to.have.length(1);
    expect(socket.heard('channel:invited')).to.have.length(1);
    await max.http('channel:accept', { invitationId: await first(max) });
    expect(await invite(kim, channel.id, max)).to.deep.equal({ joined: true });
    expect(await waiting(max)).to.be.empty;
  });

  for (const [how, end] of [
    [
      'whoever invited leaves the channel',
      (channelId: string) => eva.http('channel:leave', { channelId }),
    ],
    [
      'the channel is archived',
      (channelId: string) => eva.http('channel:edit', { channelId, archived: true }),
    ],
    [
      'a moderator of the channel takes it back',
      (channelId: string) =>
        eva.http('channel:remove-member', { channelId, memberId: max.account.id }),
    ],
  ] as const)
    it(`ends when ${how}`, async () => {
      const channel = await board();
      await bringIn(channel.id, eva, await forum.person('Kim'));
      const socket = await max.socket();
      await invite(eva, channel.id, max);
      const { id: invitationId } = await socket.next('channel:invited');
      await end(channel.id);
      await socket.next('channel:invitation-ended', (it) => it.invitationId === invitationId);
      expect(await waiting(max)).to.be.empty;
      expect((await refusal(max.http('channel:accept', { invitationId }))).code).to.equal(
        'not_found',
      );
    });

  it('does not hold for a moment longer than the membership of who invited, and others can invite then', async () => {
    const channel = await board();
    const kim = await forum.person('Kim');
    await bringIn(channel.id, eva, kim);
    await invite(eva, channel.id, max);
    const invitationId = await first(max);
    await forum.app.stores.channels.leave(channel.id, eva.account.id);
    expect(await waiting(max)).to.be.empty;
    expect((await refusal(max.http('channel:accept', { invitationId }))).code).to.equal(
      'not_found',
    );
    await invite(kim, channel.id, max);
    expect((await waiting(max)).map(({ inviterId }) => inviterId)).to.deep.equal([kim.account.id]);
  });

  it('is needed for open channels, too, while bots, which nobody can ask, come at once', async () => {
    const ada = await forum.person('Ada', ['administrator']);
    const { channel } = await ada.http('channel:create', { name: 'Masks' });
    await invite(ada, channel.id, max);
    expect((await waiting(max))[0]?.channelName).to.equal('Masks');
    await max.http('channel:join', { channelId: channel.id });
    expect(await waiting(max)).to.be.empty;
    const { bot } = await ada.http('bot:create', {
      name: 'Cap',
      channelIds: [(await ada.http('channel:create', { name: 'Caps' })).channel.id],
    });
    const memberId = bot.person.id;
    expect(await ada.http('channel:invite', { channelId: channel.id, memberId })).to.deep.equal({
      joined: true,
    });
  });
});
