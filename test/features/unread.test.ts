import { expect } from 'chai';
import { v4 as uuid } from 'uuid';
import { onEveryAdapter } from '../helpers/adapters.ts';
import { type Caller, startTestApp, type TestApp } from '../helpers/app.ts';

onEveryAdapter('what is unread in a channel', (adapter) => {
  let forum: TestApp;
  let ada: Caller;
  let eva: Caller;
  let channelId: string;

  before(async () => {
    forum = await startTestApp(adapter.settings());
    [ada, eva] = await Promise.all([forum.person('Ada', ['moderator']), forum.person('Eva')]);
  });
  after(() => forum?.stop());

  beforeEach(async () => {
    const { channel } = await ada.http('channel:create', { name: `Channel ${uuid().slice(0, 8)}` });
    channelId = channel.id;
    await eva.http('channel:join', { channelId });
  });

  const say = (text: string, more = {}) =>
    ada.http('post:create', { channelId, clientId: uuid(), text, ...more });
  const listed = async (who = eva) => {
    const found = (await who.http('channel:list', {})).find(
      ({ channel }) => channel.id === channelId,
    );
    if (!found) throw new Error('no such channel');
    const { mentions, mentionedIn, deleted } = found;
    return { mentions, mentionedIn, deleted };
  };

  it('are the posts beyond the reading mark without those that were deleted or removed', async () => {
    const root = await say('one');
    const second = await say('two', { rootId: root.id });
    const third = await say('three');
    expect((await listed()).deleted).to.deep.equal([]);
    await ada.http('post:delete', { postId: second.id });
    await ada.http('post:remove', { postId: third.id, reason: 'Twice' });
    expect((await listed()).deleted).to.have.members([second.seq, third.seq]);
    await eva.http('channel:read', { channelId, seq: second.seq });
    expect((await listed()).deleted).to.deep.equal([third.seq]);
    await eva.http('channel:read', { channelId, seq: third.seq });
    expect((await listed()).deleted).to.deep.equal([]);
  });

  it('names the posts that mention one, and no more those that were deleted or edited', async () => {
    const first = await say('@eva look');
    const second = await say('@eva here');
    const third = await say('And you');
    expect(await listed()).to.deep.include({ mentions: 2 });
    expect((await listed()).mentionedIn).to.have.members([first.seq, second.seq]);
    await ada.http('post:delete', { postId: first.id });
    await ada.http('post:edit', { postId: second.id, text: 'nobody' });
    await ada.http('post:edit', { postId: third.id, text: 'And you, @eva' });
    expect(await listed()).to.deep.include({ mentions: 1, mentionedIn: [third.seq] });
  });

  it('says nothing to whoever is not in the channel', async () => {
    const { id: postId } = await say('one');
    await ada.http('post:delete', { postId });
    const max = await forum.person('Max');
    expect(await listed(max)).to.deep.equal({ mentions: 0, mentionedIn: [], deleted: [] });
  });
});
