import { expect } from 'chai';
import { v4 as uuid } from 'uuid';
import type { Post } from '../../shared/contract/posts.ts';
import { onEveryAdapter } from '../helpers/adapters.ts';
import { type Caller, refusal, startTestApp, type TestApp } from '../helpers/app.ts';

onEveryAdapter('threads', (adapter) => {
  let forum: TestApp;
  let ada: Caller;
  let eva: Caller;
  let max: Caller;
  let channelId: string;

  before(async () => {
    forum = await startTestApp(adapter.settings());
    [ada, eva, max] = await Promise.all([
      forum.person('Ada', ['moderator']),
      forum.person('Eva'),
      forum.person('Max'),
    ]);
  });
  after(() => forum?.stop());

  beforeEach(async () => {
    const { channel } = await ada.http('channel:create', { name: `Channel ${uuid().slice(0, 8)}` });
    channelId = channel.id;
    for (const who of [eva, max]) await who.http('channel:join', { channelId });
  });

  const say = (who: Caller, text: string, root?: Post, more = {}) =>
    who.http('post:create', {
      channelId,
      clientId: uuid(),
      text,
      ...(root && { rootId: root.id }),
      ...more,
    });
  /** The seqs that a member has not seen of a thread; undefined where they take no part. */
  const unseen = async (who: Caller, root: Post) =>
    (await who.http('thread:list', {})).find(({ rootId }) => rootId === root.id)?.unread;

  it('are unread to whoever wrote the first post, replied, or was mentioned, and to nobody else', async () => {
    const root = await say(ada, 'Who has masks?');
    expect(await unseen(ada, root)).to.equal(undefined);
    const first = await say(eva, 'We do', root);
    expect(await unseen(ada, root)).to.deep.equal([first.seq]);
    expect(await unseen(eva, root)).to.deep.equal([]);
    expect(await unseen(max, root)).to.equal(undefined);
    const second = await say(ada, 'Ask @max, too', root);
    expect(await unseen(max, root)).to.deep.equal([second.seq]);
    expect(await unseen(eva, root)).to.deep.equal([second.seq]);
    const third = await say(max, 'So do we', root);
    expect(await unseen(ada, root)).to.deep.equal([first.seq, third.seq]);
    expect(await unseen(eva, root)).to.deep.equal([second.seq, third.seq]);
    expect(await unseen(max, root)).to.deep.equal([second.seq]);
  });

  it('are unread to whoever is mentioned in the first post, or by an edit', async () => {
    const root = await say(ada, '@max might know');
    const reply = await say(eva, 'Indeed', root);
    expect(await unseen(max, root)).to.deep.equal([reply.seq]);

    const other = await say(ada, 'Who knows?');
    const answer = await say(ada, 'Nobody', other);
    await ada.http('post:edit', { postId: answer.id, text: '@eva knows' });
    expect(await unseen(eva, other)).to.deep.equal([answer.seq]);
    await ada.http('post:edit', { postId: other.id, text: 'Who knows? @max' });
    expect(await unseen(max, other)).to.deep.equal([]);
    const late = await say(ada, 'Anybody?', other);
    expect(await unseen(max, other)).to.deep.equal([late.seq]);
  });

  it('stay unread when the channel was read, and are seen on all devices up to where they were seen', async () => {
    const root = await say(ada, 'Who has masks?');
    const first = await say(eva, 'We do', root);
    const second = await say(eva, 'In white', root);
    await ada.http('channel:read', { channelId, seq: second.seq });
    expect(await unseen(ada, root)).to.deep.equal([first.seq, second.seq]);
    const device = await ada.socket();
    await ada.http('thread:read', { postId: root.id, seq: first.seq });
    expect(await device.next('thread:seen')).to.deep.equal({
      channelId,
      rootId: root.id,
      readSeq: first.seq,
    });
    expect(await unseen(ada, root)).to.deep.equal([second.seq]);
    // Neither back, nor beyond what there is, and by the id of a reply, too.
    await ada.http('thread:read', { postId: root.id, seq: 0 });
    expect(await unseen(ada, root)).to.deep.equal([second.seq]);
    await ada.http('thread:read', { postId: first.id, seq: 1_000_000 });
    expect(await unseen(ada, root)).to.deep.equal([]);
    const third = await say(eva, 'And in blue', root);
    expect(await unseen(ada, root)).to.deep.equal([third.seq]);
    device.close();
  });

  it('count a reply that stands in the channel, too, as seen once the channel was read up to it', async () => {
    const root = await say(ada, 'Who has masks?');
    const hidden = await say(eva, 'We do', root);
    const shown = await say(eva, 'For everybody', root, { alsoInChannel: true });
    const mark = (await ada.http('thread:list', {})).find(({ rootId }) => rootId === root.id);
    expect(mark).to.deep.include({
      unread: [hidden.seq, shown.seq],
      alsoInChannel: [shown.seq],
    });
    await ada.http('channel:read', { channelId, seq: shown.seq });
    expect(await unseen(ada, root)).to.deep.equal([hidden.seq]);
  });

  it('forget a reply as soon as it is deleted or removed', async () => {
    const root = await say(ada, 'Who has masks?');
    const first = await say(eva, 'We do', root);
    const second = await say(max, 'Buy cheap pills', root);
    await eva.http('post:delete', { postId: first.id });
    expect(await unseen(ada, root)).to.deep.equal([second.seq]);
    await ada.http('post:remove', { postId: second.id, reason: 'Advertising' });
    expect(await unseen(ada, root)).to.deep.equal([]);
  });

  it('say nothing of channels that were left, and nothing old after coming back', async () => {
    const root = await say(eva, 'Who has masks?');
    await say(ada, 'We do', root);
    await eva.http('channel:leave', { channelId });
    expect(await unseen(eva, root)).to.equal(undefined);
    await say(ada, 'In white', root);
    await eva.http('channel:join', { channelId });
    expect(await unseen(eva, root)).to.deep.equal([]);
    const fresh = await say(ada, 'And in blue', root);
    expect(await unseen(eva, root)).to.deep.equal([fresh.seq]);
  });

  it('of private channels are kept from others', async () => {
    const { channel } = await ada.http('channel:create', { name: 'Board', kind: 'private' });
    channelId = channel.id;
    const root = await say(ada, '@eva');
    await say(ada, 'Eva must not know', root);
    expect(await unseen(eva, root)).to.equal(undefined);
    const refused = await refusal(eva.http('thread:read', { postId: root.id, seq: 1 }));
    expect(refused.code).to.equal('not_found');
  });

  it('come in pages, newest first', async () => {
    const roots: Post[] = [];
    for (const text of ['one', 'two', 'three']) roots.push(await say(max, text));
    for (const root of roots) await say(ada, 'Yes', root);
    const ids = roots.map(({ id }) => id).reverse();
    const page = await max.http('thread:list', { limit: 2 });
    expect(page.map(({ rootId }) => rootId)).to.deep.equal(ids.slice(0, 2));
    const next = await max.http('thread:list', { before: page[1]?.rootId ?? '', limit: 1 });
    expect(next.map(({ rootId }) => rootId)).to.deep.equal(ids.slice(2));
  });

  it('name at most a hundred unread replies each, the latest', async () => {
    const root = await say(ada, 'Who has masks?');
    const replies = await Promise.all(
      Array.from({ length: 103 }, (_, n) => say(eva, `We do ${n}`, root)),
    );
    const seqs = replies.map(({ seq }) => seq).sort((a, b) => a - b);
    expect(await unseen(ada, root)).to.deep.equal(seqs.slice(-100));
  });
});
