import { expect } from 'chai';
import { onEveryAdapter } from '../helpers/adapters.ts';
import { type Caller, refusal, startTestApp, type TestApp } from '../helpers/app.ts';

onEveryAdapter('starring a channel', (adapter) => {
  let forum: TestApp;
  let ada: Caller;
  let eva: Caller;
  let channelId: string;
  before(async () => {
    forum = await startTestApp(adapter.settings());
    ada = await forum.person('Ada', ['administrator']);
    eva = await forum.person('Eva');
    channelId = (await ada.http('channel:create', { name: 'News' })).channel.id;
  });
  after(() => forum?.stop());

  const starredOf = async (who: Caller) =>
    (await who.http('channel:list', {}))[0]?.membership?.starred;

  it('is for oneself, and shown on all of one’s devices', async () => {
    await eva.http('channel:join', { channelId });
    const socket = await ada.socket();
    const membership = await ada.http('channel:star', { channelId, starred: true });
    expect(membership).to.deep.equal({ readSeq: 0, moderator: true, starred: true });
    expect(await socket.next('membership:changed')).to.deep.equal({ channelId, membership });
    expect([await starredOf(ada), await starredOf(eva)]).to.deep.equal([true, false]);
    await ada.http('channel:set-moderator', {
      ...{ channelId, memberId: ada.account.id, moderator: false },
    });
    expect(await starredOf(ada), 'after another change').to.equal(true);
    await ada.http('channel:star', { channelId, starred: false });
    expect(await starredOf(ada)).to.equal(false);
    socket.close();
  });

  it('is for members of the channel alone', async () => {
    const ida = await forum.person('Ida');
    const refused = await refusal(ida.http('channel:star', { channelId, starred: true }));
    expect(refused.code).to.equal('not_found');
  });
});
