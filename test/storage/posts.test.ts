import { expect } from 'chai';
import { v7 } from 'uuid';
import type { Change, StoredPost } from '../../server/features/posts/posts.store.ts';
import type { Stores } from '../../server/stores.ts';
import { onEveryAdapter } from '../helpers/adapters.ts';
import { aChannel, aMember, aPost, creating, now } from '../helpers/fixtures.ts';

onEveryAdapter('the store of posts', (adapter) => {
  let stores: Stores;
  let channelId: string;
  const author = v7();

  async function commit(...changes: Change[]) {
    const [outcome] = stores.posts.commit([{ channelId, changes }]);
    if (!outcome) throw new Error('nothing was committed');
    return outcome;
  }
  const post = (result: StoredPost | Error | undefined) => {
    if (!result || result instanceof Error) throw result ?? new Error('no result');
    return result;
  };
  const create = async (text: string, more = {}) =>
    post((await commit(creating(aPost(channelId, author, text, more)))).results[0]);

  beforeEach(async () => {
    ({ stores } = await adapter.open());
    const channel = aChannel('masks');
    channelId = channel.id;
    await stores.channels.add(channel, null);
  });

  it('numbers posts densely and gives every change the next rev', async () => {
    const outcome = await commit(
      creating(aPost(channelId, author, 'one')),
      creating(aPost(channelId, author, 'two')),
    );
    expect(outcome.since).to.equal(0);
    expect(outcome.head).to.deep.equal({ rev: 2, seq: 2 });
    expect(outcome.posts.map(({ seq, rev }) => [seq, rev])).to.deep.equal([
      [1, 1],
      [2, 2],
    ]);
    const edited = await commit({
      kind: 'edit',
      postId: outcome.posts[0]?.id ?? '',
      at: now(),
      text: 'uno',
      html: null,
      title: null,
      mentions: [],
    });
    expect(edited.head).to.deep.equal({ rev: 3, seq: 2 });
  });

  it('returns the original for a repeated clientId, and refuses another post under it without failing its neighbours', async () => {
    const original = aPost(channelId, author, 'masks');
    await commit(creating(original));
    const again = { ...aPost(channelId, author, 'masks'), clientId: original.clientId };
    const other = { ...aPost(channelId, author, 'gloves'), clientId: original.clientId };
    const { results, posts } = await commit(
      creating(again),
      creating(other),
      creating(aPost(channelId, author, 'gowns')),
    );
    expect(post(results[0]).id).to.equal(original.id);
    expect(results[1]).to.have.property('code', 'conflict');
    expect(post(results[2]).seq).to.equal(2);
    expect(posts).to.have.length(1);
  });

  it('takes the same clientId from another author as another post', async () => {
    const first = aPost(channelId, author, 'one');
    await commit(
      creating(first),
      creating({ ...aPost(channelId, v7(), 'one'), clientId: first.clientId }),
    );
    expect(
      (await stores.posts.page({ kind: 'stream', channelId }, { limit: 10 })).posts,
    ).to.have.length(2);
  });

  it('counts a reply on its root, in the same commit', async () => {
    const root = await create('who has masks?');
    const { posts } = await commit(
      creating(aPost(channelId, author, 'we do', { rootId: root.id })),
    );
    expect(posts.find(({ id }) => id === root.id)?.replies).to.include({ count: 1 });
    const thread = await stores.posts.page(
      { kind: 'thread', channelId, rootId: root.id },
      { limit: 10 },
    );
    expect(thread.posts.map(({ text }) => text)).to.deep.equal(['we do']);
    const stream = await stores.posts.page({ kind: 'stream', channelId }, { limit: 10 });
    expect(stream.posts.map(({ text }) => text)).to.deep.equal(['who has masks?']);
  });

  it('leaves of a deleted post only a tombstone, and no earlier version', async () => {
    const { id } = await create('a secret', { title: 'A title' });
    await commit({
      kind: 'edit',
      postId: id,
      at: now(),
      text: 'another secret',
      html: null,
      title: 'A title',
      mentions: [],
    });
    expect(await stores.posts.versions(id)).to.have.length(1);
    await commit({
      kind: 'delete',
      postId: id,
      rootId: null,
      deleted: { at: now(), by: 'author' },
    });
    const everything = JSON.stringify([
      await stores.posts.post(id),
      await stores.posts.versions(id),
      await stores.posts.changedSince(channelId, 0, 10),
    ]);
    expect(everything).not.to.include('secret');
    expect((await stores.posts.page({ kind: 'topics', channelId }, { limit: 10 })).posts).to.be
      .empty;
  });

  it('refuses to change a deleted post', async () => {
    const { id } = await create('gone');
    await commit({
      kind: 'delete',
      postId: id,
      rootId: null,
      deleted: { at: now(), by: 'author' },
    });
    const { results, head } = await commit({
      kind: 'react',
      postId: id,
      emoji: 'heart',
      memberId: author,
      on: true,
    });
    expect(results[0]).to.have.property('code', 'conflict');
    expect(head.rev).to.equal(2);
  });

  it('gives no rev to what changes nothing', async () => {
    const { id } = await create('hello');
    await commit({ kind: 'react', postId: id, emoji: 'heart', memberId: author, on: true });
    const { head, posts } = await commit({
      kind: 'react',
      postId: id,
      emoji: 'heart',
      memberId: author,
      on: true,
    });
    expect(head.rev).to.equal(2);
    expect(posts).to.be.empty;
  });

  it('keeps the versions of an edited post, oldest first', async () => {
    const { id } = await create('one');
    for (const text of ['two', 'three'])
      await commit({
        kind: 'edit',
        postId: id,
        at: new Date(Date.now() + (text === 'two' ? 1000 : 2000)).toISOString(),
        text,
        html: null,
        title: null,
        mentions: [],
      });
    expect((await stores.posts.versions(id)).map(({ text }) => text)).to.deep.equal(['one', 'two']);
  });

  it('keeps the first version of a post and the latest 48, also of edits that commit together', async () => {
    const { id } = await create('version 0');
    const edit = (n: number): Change => ({
      kind: 'edit',
      postId: id,
      at: new Date(Date.now() + n * 1000).toISOString(),
      text: `version ${n}`,
      html: null,
      title: null,
      mentions: [],
    });
    const numbers = Array.from({ length: 60 }, (_, n) => n + 1);
    for (const n of numbers.slice(0, 55)) await commit(edit(n));
    await commit(...numbers.slice(55).map(edit));
    const kept = (await stores.posts.versions(id)).map(({ text }) => text);
    expect(kept).to.deep.equal([
      'version 0',
      ...Array.from({ length: 48 }, (_, n) => `version ${n + 12}`),
    ]);
  });

  it('pages through the stream both ways, with the bounds of what is complete', async () => {
    for (let n = 1; n <= 10; n++) await create(`post ${n}`);
    const stream = { kind: 'stream' as const, channelId };
    const seqs = (page: { posts: StoredPost[] }) => page.posts.map(({ seq }) => seq);
    const latest = await stores.posts.page(stream, { limit: 4 });
    expect([seqs(latest), latest.from, latest.to]).to.deep.equal([[7, 8, 9, 10], 7, null]);
    const older = await stores.posts.page(stream, { before: 7, limit: 4 });
    expect([seqs(older), older.from, older.to]).to.deep.equal([[3, 4, 5, 6], 3, 6]);
    const oldest = await stores.posts.page(stream, { before: 3, limit: 4 });
    expect([seqs(oldest), oldest.from, oldest.to]).to.deep.equal([[1, 2], 0, 2]);
    const newer = await stores.posts.page(stream, { after: 6, limit: 3 });
    expect([seqs(newer), newer.from, newer.to]).to.deep.equal([[7, 8, 9], 7, 9]);
    const around = await stores.posts.page(stream, { around: 5, limit: 4 });
    expect([seqs(around), around.from, around.to]).to.deep.equal([[3, 4, 5, 6], 3, 6]);
    const odd = await stores.posts.page(stream, { around: 5, limit: 3 });
    expect([seqs(odd), odd.from, odd.to]).to.deep.equal([[4, 5, 6], 4, 6]);
    const alone = await stores.posts.page(stream, { around: 5, limit: 1 });
    expect([seqs(alone), alone.from, alone.to]).to.deep.equal([[5], 5, 5]);
  });

  it('lists topics by their last activity', async () => {
    const at = (minute: number) => new Date(Date.UTC(2020, 2, 24, 10, minute)).toISOString();
    const first = await create('a', { title: 'Masks', createdAt: at(0) });
    await create('b', { title: 'Gloves', createdAt: at(1) });
    await create('c', { rootId: first.id, createdAt: at(2) });
    const { posts } = await stores.posts.page({ kind: 'topics', channelId }, { limit: 10 });
    expect(posts.map(({ title }) => title)).to.deep.equal(['Gloves', 'Masks']);
  });

  it('lists what is pinned, and mentions beyond what was read', async () => {
    const ana = await stores.accounts.addMember(aMember('Ana'));
    await stores.channels.join(channelId, ana.id);
    const { id, seq } = await create('@ana look', { mentions: [ana.id] });
    await commit({ kind: 'pin', postId: id, pinned: { at: now(), by: author } });
    expect((await stores.posts.pinned(channelId)).map((pinned) => pinned.id)).to.deep.equal([id]);
    expect((await stores.channels.list(ana.id, '', 10))[0]?.mentions).to.equal(1);
    expect((await stores.posts.mentioning(ana.id, 10)).map((post) => post.id)).to.deep.equal([id]);
    await stores.channels.read(channelId, ana.id, seq, false);
    expect((await stores.channels.list(ana.id, '', 10))[0]?.mentions).to.equal(0);
  });

  it('commits groups of several channels at once, each with its own numbers', async () => {
    const other = aChannel('gloves');
    await stores.channels.add(other, null);
    const outcomes = await Promise.all(
      stores.posts.commit([
        { channelId, changes: [creating(aPost(channelId, author, 'one'))] },
        {
          channelId: other.id,
          changes: [
            creating(aPost(other.id, author, 'one')),
            creating(aPost(other.id, author, 'two')),
          ],
        },
      ]),
    );
    expect(outcomes.map(({ head }) => head.seq)).to.deep.equal([1, 2]);
  });

  it('stays dense when two nodes write the same channel at once', async function () {
    if (adapter.name === 'SQLite') this.skip();
    this.timeout(60_000);
    const { stores: one, again } = await adapter.open();
    const two = await again();
    const channel = aChannel('shared');
    await one.channels.add(channel, null);
    const writes = Array.from({ length: 40 }, (_, n) =>
      (n % 2 ? one : two).posts.commit([
        { channelId: channel.id, changes: [creating(aPost(channel.id, author, `post ${n}`))] },
      ]),
    );
    await Promise.all(writes.flat());
    const { posts, head } = await one.posts.changedSince(channel.id, 0, 100);
    expect(head).to.deep.equal({ rev: 40, seq: 40 });
    expect(posts.map(({ seq }) => seq).sort((a, b) => a - b)).to.deep.equal(
      Array.from({ length: 40 }, (_, n) => n + 1),
    );
  });
});
