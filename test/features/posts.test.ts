import { expect } from 'chai';
import { v4 as uuid } from 'uuid';
import type { Post } from '../../shared/contract/posts.ts';
import { onEveryAdapter } from '../helpers/adapters.ts';
import {
  type Caller,
  connectSocket,
  httpCaller,
  refusal,
  startTestApp,
  type TestApp,
} from '../helpers/app.ts';

onEveryAdapter('posts', (adapter) => {
  let forum: TestApp;
  let ada: Caller;
  let eva: Caller;
  let channelId: string;
  before(async () => {
    forum = await startTestApp(adapter.settings());
    [ada, eva] = await Promise.all([forum.person('Ada', ['moderator']), forum.person('Eva')]);
    channelId = (await ada.http('channel:create', { name: 'I need help' })).channel.id;
    await eva.http('channel:join', { channelId });
  });
  after(() => forum?.stop());

  const say = (text: string, more = {}, who = eva) =>
    who.http('post:create', { channelId, clientId: uuid(), text, ...more });

  it('arrive live at everybody in the channel before their author is answered', async () => {
    const [socket, other] = await Promise.all([eva.socket(), ada.socket()]);
    const post = await socket.call('post:create', {
      channelId,
      clientId: uuid(),
      text: 'we need masks',
    });
    expect(socket.heard('feed:changed').at(-1)?.posts.at(-1)?.id).to.equal(post.id);
    const { posts } = await other.next('feed:changed', (change) =>
      change.posts.some(({ id }) => id === post.id),
    );
    expect(posts.at(-1)).to.deep.equal(post);
  });

  it('that were sent twice stand there once', async () => {
    const clientId = uuid();
    const [first, second] = await Promise.all([
      say('only once', { clientId }),
      say('only once', { clientId }),
    ]);
    expect(second.id).to.equal(first.id);
    expect((await refusal(say('something else', { clientId }))).code).to.equal('conflict');
  });

  it('stand in a channel that is opened as they are now, after each change and under the present name of their author', async () => {
    const channel = (await ada.http('channel:create', { name: `Opened ${uuid()}` })).channel.id;
    await eva.http('channel:join', { channelId: channel });
    const opened = async () => {
      const { page } = await ada.http('channel:open', { channelId: channel });
      const { posts } = await ada.http('post:list', { channelId: channel, view: 'stream' });
      expect(page.posts).to.deep.equal(posts);
      return page;
    };
    const { id: postId } = await say('masks', { channelId: channel });
    const changes = [
      () => eva.http('post:edit', { postId, text: 'gloves' }),
      () => ada.http('post:react', { postId, emoji: 'heart', on: true }),
      () => ada.http('post:pin', { postId, pinned: true }),
      () => say('where?', { channelId: channel, rootId: postId }, ada),
      () => say('gowns', { channelId: channel }),
      () => eva.http('post:delete', { postId }),
    ];
    let before = JSON.stringify((await opened()).posts);
    for (const change of changes) {
      await change();
      const after = JSON.stringify((await opened()).posts);
      expect(after).not.to.equal(before);
      before = after;
    }
    const { name } = eva.account;
    await eva.http('account:edit', { name: 'Eva Roth' });
    expect((await opened()).people.map((person) => person.name)).to.include('Eva Roth');
    await eva.http('account:edit', { name });
  });

  it('are rendered once, safely, and plain ones not at all', async () => {
    const html = async (text: string) => (await say(text)).html ?? 'plain';
    expect(await html('just words')).to.equal('plain');
    expect(await html('<script>alert(1)</script> **bold**')).to.equal(
      '<p dir="auto">&lt;script&gt;alert(1)&lt;/script&gt; <strong>bold</strong></p>',
    );
    expect(await html('[x](javascript:alert(1)) and more')).not.to.include('href="javascript');
    expect(await html('![pixel](https://evil.example/p.png)')).not.to.include('<img');
    expect(await html('see https://example.eu')).to.include('rel="noopener noreferrer nofollow"');
    for (const address of ['//evil.example', 'HTTPS://evil.example', '//evil.example:99999'])
      expect(await html(`[a](${address})`), address).to.include(
        'rel="noopener noreferrer nofollow"',
      );
    for (const address of ['/c/masks', '#end', 'mailto:ada@example.eu'])
      expect(await html(`[a](${address})`), address).not.to.include('rel=');
    expect(await html('- [x] done\n- [ ] open')).to.include('checked');
    expect(await html('| a | b |\n|---|---|\n| 1 | 2 |')).to.include('<table>');
    expect(await html('```js\nlet a = 1;\n```')).to.include('hljs-keyword');
    expect(await html(':smile:')).to.include('😄');
  });

  it('link members and channels by name, but only those there are', async () => {
    const { html, mentions } = await say(
      '@ada and @nobody, see #i-need-help and #nowhere, not `@ada`',
    );
    expect(html)
      .to.include('<a class="mention" href="/people/ada">@ada</a>')
      .and.to.include('<a class="channel" href="/c/i-need-help">');
    expect(html)
      .to.include('@nobody,')
      .and.to.include('#nowhere')
      .and.to.include('<code>@ada</code>');
    expect(mentions).to.deep.equal([ada.account.id]);
  });

  it('mention nobody who only wrote their own name, or whose name stands in code', async () => {
    const { html, mentions } = await say('@eva here, `@ada`');
    expect(html).to.include('<a class="mention" href="/people/eva">');
    expect(mentions).to.equal(undefined);
    expect(await eva.http('mention:list', {})).to.be.empty;
  });

  it('are found by whom they mention, wherever they stand, and nowhere else', async () => {
    const otto = await forum.person('Otto Brandt');
    const { handle } = otto.account;
    const root = await say('a long thread');
    const reply = await say(`@${handle}, can you?`, { rootId: root.id });
    const { channel } = await ada.http('channel:create', { name: 'Among us', kind: 'private' });
    await ada.http('post:create', {
      channelId: channel.id,
      clientId: uuid(),
      text: `@${handle} does not know`,
    });
    expect((await otto.http('mention:list', {})).map(({ id }) => id)).to.deep.equal([reply.id]);
    await eva.http('post:edit', { postId: reply.id, text: 'can somebody?' });
    expect(await otto.http('mention:list', {})).to.be.empty;
  });

  it('are answered in threads that stand beside the stream', async () => {
    const root = await say('who can help?', { title: 'Masks for Milano' });
    const reply = await say('we can', { rootId: root.id }, ada);
    const nested = await say('how many?', { rootId: reply.id });
    const also = await say('5,000', { rootId: root.id, alsoInChannel: true }, ada);
    expect(nested.rootId).to.equal(root.id);
    const thread = await eva.http('thread:open', { postId: nested.id });
    expect(thread.root.replies?.count).to.equal(3);
    expect(thread.posts.map(({ id }) => id)).to.deep.equal([reply.id, nested.id, also.id]);
    const stream = (await eva.http('post:list', { channelId })).posts.map(({ id }) => id);
    expect(stream).to.include(root.id).and.to.include(also.id).and.not.to.include(reply.id);
    const topics = await eva.http('post:list', { channelId, view: 'topics' });
    expect(topics.posts.at(-1)?.title).to.equal('Masks for Milano');
  });

  it('are edited by their author alone, with a history', async () => {
    const { id: postId } = await say('one thousand');
    expect((await refusal(ada.http('post:edit', { postId, text: 'two' }))).code).to.equal(
      'forbidden',
    );
    expect((await eva.http('post:edit', { postId, text: 'two thousand' })).editedAt).to.be.a(
      'string',
    );
    expect((await ada.http('post:history', { postId })).map(({ text }) => text)).to.deep.equal([
      'one thousand',
      'two thousand',
    ]);
  });

  it('that are deleted leave a tombstone, and their content is in no answer', async () => {
    const { id: postId } = await say('deleted words');
    const socket = await ada.socket();
    await eva.http('post:delete', { postId });
    const { posts } = await socket.next('feed:changed', (change) =>
      change.posts.some(({ id }) => id === postId),
    );
    expect(posts.find(({ id }) => id === postId)?.deleted?.by).to.equal('author');
    const answers = [
      posts,
      await ada.http('post:get', { postId }),
      await ada.http('post:history', { postId }),
      await ada.http('channel:open', { channelId }),
    ];
    expect(JSON.stringify(answers)).not.to.include('deleted words');
    expect((await refusal(eva.http('post:edit', { postId, text: 'back' }))).code).to.equal(
      'conflict',
    );
  });

  it('that a moderator removes tell their author why, and nobody else', async () => {
    const max = await forum.person('Max');
    const post = await say('buy my masks, pay in advance');
    const [mine, others] = await Promise.all([eva.socket(), max.socket()]);
    expect(
      (await refusal(eva.http('post:remove', { postId: post.id, reason: 'I may not' }))).code,
    ).to.equal('forbidden');
    await ada.http('post:remove', { postId: post.id, reason: 'No advance payment' });
    expect((await mine.next('post:removed')).reason).to.equal('No advance payment');
    expect((await eva.http('removal:get', { postId: post.id })).reason).to.equal(
      'No advance payment',
    );
    expect((await refusal(max.http('removal:get', { postId: post.id }))).code).to.equal(
      'not_found',
    );
    expect(
      JSON.stringify([
        others.heard('post:removed'),
        await max.http('post:get', { postId: post.id }),
      ]),
    ).not.to.include('advance');
  });

  it('become key information when a moderator pins them, live', async () => {
    const { id: postId } = await say('hotline 0800');
    const socket = await eva.socket();
    expect((await refusal(eva.http('post:pin', { postId, pinned: true }))).code).to.equal(
      'forbidden',
    );
    await ada.http('post:pin', { postId, pinned: true });
    await socket.next('feed:changed', (change) =>
      change.posts.some((post) => post.id === postId && post.pinned !== undefined),
    );
    expect((await eva.http('channel:open', { channelId })).pinned.map(({ id }) => id)).to.include(
      postId,
    );
    await ada.http('post:pin', { postId, pinned: false });
    expect(
      (await eva.http('channel:open', { channelId })).pinned.map(({ id }) => id),
    ).not.to.include(postId);
  });

  it('collect reactions, one of each kind a member', async () => {
    const { id: postId } = await say('thanks');
    const react = (who: Caller, on: boolean) =>
      who.http('post:react', { postId, emoji: 'heart', on });
    await react(ada, true);
    expect((await react(eva, true)).reactions).to.deep.equal([
      { emoji: 'heart', by: [ada.account.id, eva.account.id] },
    ]);
    await react(ada, false);
    expect((await react(eva, false)).reactions).to.equal(undefined);
  });

  it('count one emoji once, by whatever name or sign it was given, and refuse what is none', async () => {
    const { id: postId } = await say('agreed');
    const socket = await ada.socket();
    const react = (emoji: string, on = true) => socket.call('post:react', { postId, emoji, on });
    await eva.http('post:react', { postId, emoji: '👍', on: true });
    await react('+1');
    expect((await react('👍🏽')).reactions).to.have.lengthOf(2);
    expect((await react('thumbsup', false)).reactions?.map(({ by }) => by)).to.deep.equal([
      [eva.account.id],
      [ada.account.id],
    ]);
    for (const emoji of ['nonsense', 'y', '👍👍'])
      expect((await refusal(react(emoji))).code, emoji).to.equal('bad_request');
  });

  it('are caught up with page by page, and afresh when the database is another', async () => {
    const { channel } = await ada.http('channel:create', { name: `Long ${uuid().slice(0, 6)}` });
    const socket = await ada.socket();
    await Promise.all(
      Array.from({ length: 320 }, (_, n) =>
        socket.call('post:create', { channelId: channel.id, clientId: uuid(), text: `post ${n}` }),
      ),
    );
    const { page } = await ada.http('channel:open', { channelId: channel.id });
    const first = await ada.http('feed:sync', {
      channelId: channel.id,
      epoch: page.epoch,
      since: 0,
    });
    if ('resync' in first) throw new Error('no pages');
    expect([first.posts.length, first.head.rev, first.more]).to.deep.equal([300, 300, true]);
    const second = await ada.http('feed:sync', {
      channelId: channel.id,
      epoch: page.epoch,
      since: first.head.rev,
    });
    if ('resync' in second) throw new Error('no pages');
    expect([second.posts.length, second.head.rev, second.more]).to.deep.equal([20, 320, false]);
    expect(
      await ada.http('feed:sync', { channelId: channel.id, epoch: uuid(), since: 0 }),
    ).to.deep.equal({ resync: true });
    expect(
      await ada.http('feed:sync', { channelId: channel.id, epoch: page.epoch, since: 9999 }),
    ).to.deep.equal({ resync: true });
  });

  it('of one turn of the event loop go out as one change', async () => {
    const [writer, reader] = await Promise.all([eva.socket(), ada.socket()]);
    const sent = await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        writer.call('post:create', { channelId, clientId: uuid(), text: `burst ${n}` }),
      ),
    );
    const last = Math.max(...sent.map(({ rev }) => rev));
    await reader.next('feed:changed', ({ head }) => head.rev >= last);
    expect(reader.heard('feed:changed').length).to.be.below(30);
    expect(sent.map(({ text }) => text)).to.deep.equal(
      sent.toSorted((a, b) => a.seq - b.seq).map(({ text }) => text),
    );
  });

  it('being written are told to the others, and drafts to one’s own devices', async () => {
    const [one, two, other] = await Promise.all([eva.socket(), eva.socket(), ada.socket()]);
    await one.call('typing:tell', { channelId });
    expect((await other.next('typing:told')).memberId).to.equal(eva.account.id);
    await one.call('draft:save', { channelId, text: 'we have' });
    expect((await two.next('draft:changed')).text).to.equal('we have');
    expect(other.heard('draft:changed')).to.be.empty;
    expect((await eva.http('draft:list', {}))[0]?.text).to.equal('we have');
  });

  it('tell who is here', async () => {
    const socket = await eva.socket();
    const max = await forum.person('Max');
    const his = await max.socket();
    await socket.next('presence:changed', ({ came }) => came.includes(max.account.id));
    expect(await socket.call('presence:list', {})).to.include(max.account.id);
    his.close();
    await socket.next('presence:changed', ({ went }) => went.includes(max.account.id));
  });

  it('say by their createdRev whether they are new or were changed, live and to who catches up', async () => {
    const { channel } = await ada.http('channel:create', { name: 'New or changed' });
    const channelId = channel.id;
    const socket = await ada.socket();
    const say = (text: string, more = {}) =>
      socket.call('post:create', { channelId, clientId: uuid(), text, ...more });
    const old = await say('old');
    const { page } = await ada.http('channel:open', { channelId });
    const since = page.head.rev;
    const reply = await say('a reply', { rootId: old.id });
    const live = await socket.next('feed:changed', ({ posts }) =>
      posts.some(({ id }) => id === reply.id),
    );
    const isNew = (from: number) => (post: Post) => [post.id, post.createdRev > from] as const;
    expect(live.posts.map(isNew(live.since))).to.have.deep.members([
      [old.id, false],
      [reply.id, true],
    ]);
    const edited = await say('to be edited');
    await socket.call('post:edit', { postId: edited.id, text: 'edited' });
    await socket.call('post:react', { postId: old.id, emoji: 'thumbsup', on: true });
    const caughtUp = await ada.http('feed:sync', { channelId, epoch: page.epoch, since });
    if ('resync' in caughtUp) throw new Error('too much for one page');
    expect(caughtUp.posts.map(isNew(since))).to.have.deep.members([
      [old.id, false],
      [reply.id, true],
      [edited.id, true],
    ]);
  });
});

onEveryAdapter('bots', (adapter) => {
  it('post on both doors with a token that is shown once and can be revoked', async () => {
    const forum = await startTestApp(adapter.settings());
    const ada = await forum.person('Ada', ['administrator']);
    const { channel } = await ada.http('channel:create', { name: 'Alerts' });
    const { bot, token } = await ada.http('bot:create', { name: 'Cap', channelIds: [channel.id] });
    expect(JSON.stringify(await ada.http('bot:list', {}))).not.to.include(token);
    const post = await httpCaller(forum.url, token)('post:create', {
      channelId: channel.id,
      clientId: uuid(),
      text: 'flood warning',
    });
    expect(post.authorId).to.equal(bot.person.id);
    const socket = await connectSocket(forum.url, token);
    await socket.call('post:create', {
      channelId: channel.id,
      clientId: uuid(),
      text: 'all clear',
    });
    expect((await refusal(socket.call('session:list', {}))).code).to.equal('forbidden');
    await ada.http('bot:revoke', { botId: bot.person.id });
    await socket.closed;
    expect((await refusal(httpCaller(forum.url, token)('account:get', {}))).code).to.equal(
      'unauthenticated',
    );
    const renewed = await ada.http('bot:renew', { botId: bot.person.id });
    expect((await httpCaller(forum.url, renewed.token)('account:get', {})).id).to.equal(
      bot.person.id,
    );
    await forum.stop();
  });
});
