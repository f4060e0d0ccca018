import { expect } from 'chai';
import { v4 as uuid } from 'uuid';
import { onEveryAdapter } from '../helpers/adapters.ts';
import {
  type Caller,
  connectSocket,
  httpCaller,
  refusal,
  startTestApp,
  type TestApp,
} from '../helpers/app.ts';

onEveryAdapter('the channels of a bot', (adapter) => {
  let forum: TestApp;
  let ada: Caller;
  let ids: string[];
  before(async () => {
    forum = await startTestApp(adapter.settings());
    ada = await forum.person('Ada', ['administrator']);
    ids = [];
    for (const name of ['News', 'Masks', 'Alerts'])
      ids.push((await ada.http('channel:create', { name })).channel.id);
  });
  after(() => forum?.stop());

  const create = (channelIds: string[]) =>
    ada.http('bot:create', { name: `Cap ${uuid().slice(0, 6)}`, channelIds });
  const say = (token: string, channelId: string) =>
    httpCaller(forum.url, token)('post:create', { channelId, clientId: uuid(), text: 'storm' });

  it('are one at least, when it is created and when they are changed, at both doors', async () => {
    const socket = await ada.socket();
    const { bot } = await create([ids[0] ?? '']);
    for (const call of [
      () => ada.http('bot:create', { name: 'Idle', channelIds: [] }),
      () => socket.call('bot:create', { name: 'Idle', channelIds: [] }),
      () => ada.http('bot:set-channels', { botId: bot.person.id, channelIds: [] }),
    ]) {
      const { code, details } = await refusal(call());
      expect(code).to.equal('bad_request');
      const [issue] = (details?.issues ?? []) as object[];
      expect(issue).to.include({ path: 'channelIds', problem: 'too_few' });
    }
    expect((await ada.http('bot:list', {})).map(({ person }) => person.name)).not.to.include(
      'Idle',
    );
    socket.close();
  });

  it('can be changed: what it writes and hears follows at once', async () => {
    const [news = '', masks = '', alerts = ''] = ids;
    const { bot, token } = await create([news, masks]);
    expect(bot.channelIds).to.have.members([news, masks]);
    const socket = await connectSocket(forum.url, token);
    const botId = bot.person.id;
    const changed = await ada.http('bot:set-channels', { botId, channelIds: [masks, alerts] });
    expect(changed.channelIds).to.have.members([masks, alerts]);
    expect(await socket.next('membership:ended')).to.include({ channelId: news });
    await socket.next('membership:started', ({ channel }) => channel.id === alerts);
    expect((await refusal(say(token, news))).details?.reason).to.equal('JOIN_TO_WRITE');
    await say(token, alerts);
    await socket.next('feed:changed', ({ channelId }) => channelId === alerts);
    await ada.http('post:create', { channelId: news, clientId: uuid(), text: 'not for the bot' });
    await ada.http('post:create', { channelId: masks, clientId: uuid(), text: 'for the bot' });
    await socket.next('feed:changed', ({ channelId }) => channelId === masks);
    expect(JSON.stringify(socket.heard('feed:changed'))).not.to.include('not for the bot');
    socket.close();
  });

  it('stay as they are where the administrator cannot see them', async () => {
    const eva = await forum.person('Eva');
    const { bot, token } = await create([ids[0] ?? '']);
    const { channel } = await eva.http('channel:create', { name: 'Board', kind: 'private' });
    await eva.http('channel:invite', { channelId: channel.id, memberId: bot.person.id });
    const { channelIds } = await ada.http('bot:set-channels', {
      ...{ botId: bot.person.id, channelIds: [ids[1] ?? ''] },
    });
    expect(channelIds).to.deep.equal([ids[1]]);
    expect((await say(token, channel.id)).channelId).to.equal(channel.id);
  });

  it('are set by administrators alone, for bots alone, and only to such as there are', async () => {
    const mona = await forum.person('Mona', ['moderator']);
    const { bot } = await create([ids[0] ?? '']);
    const botId = bot.person.id;
    const refused = mona.http('bot:set-channels', { botId, channelIds: ids });
    expect((await refusal(refused)).details?.reason).to.equal('ADMINISTRATORS_ONLY');
    for (const input of [
      { botId: mona.account.id, channelIds: ids },
      { botId, channelIds: [uuid()] },
    ])
      expect((await refusal(ada.http('bot:set-channels', input))).code).to.equal('not_found');
  });
});
