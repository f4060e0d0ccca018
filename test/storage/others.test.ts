import { expect } from 'chai';
import { v7 } from 'uuid';
import type { Stores } from '../../server/stores.ts';
import type { Channel, Listed } from '../../shared/contract/channels.ts';
import type { Cluster } from '../../shared/contract/clusters.ts';
import { onEveryAdapter } from '../helpers/adapters.ts';
import { failure } from '../helpers/failure.ts';
import { aChannel, aMember, aPost, creating, now } from '../helpers/fixtures.ts';

onEveryAdapter('the store of channels', (adapter) => {
  let stores: Stores;
  let ana: string;
  beforeEach(async () => {
    ({ stores } = await adapter.open());
    ana = (await stores.accounts.addMember(aMember('Ana'))).id;
  });

  it('shows a private channel only to its members, whatever they ask', async () => {
    const hidden = aChannel('board', { kind: 'private' });
    await stores.channels.add(hidden, null);
    expect(await stores.channels.visible(hidden.id, ana)).to.equal(null);
    expect(await stores.channels.list(ana, '', 10)).to.be.empty;
    expect(await stores.channels.openBySlug(['board'])).to.be.empty;
    expect(await stores.channels.idOf('board', ana)).to.equal(null);
    expect(await stores.channels.join(hidden.id, ana)).to.equal(true);
    expect(await stores.channels.idOf('board', ana)).to.equal(hidden.id);
    expect((await stores.channels.visible(hidden.id, ana))?.membership).to.deep.equal({
      readSeq: 0,
      moderator: false,
      starred: false,
    });
    expect(await stores.channels.leave(hidden.id, ana)).to.equal(true);
    expect(await stores.channels.visible(hidden.id, ana)).to.equal(null);
    expect(await stores.channels.idOf('board', ana)).to.equal(null);
  });

  it('knows an open channel by its slug as it is now, for anybody', async () => {
    const channel = aChannel('новости');
    await stores.channels.add(channel, null);
    expect(await stores.channels.idOf('новости', ana)).to.equal(channel.id);
    await stores.channels.edit(channel.id, { name: 'news', slug: 'news' });
    expect(await stores.channels.idOf('news', '')).to.equal(channel.id);
    expect(await stores.channels.idOf('новости', ana)).to.equal(null);
  });

  it('lists page by page what a member may see, with the mentions they have not read', async () => {
    const bo = (await stores.accounts.addMember(aMember('Bo'))).id;
    const seen: Channel[] = [];
    for (let n = 0; n < 9; n++) {
      const channel = aChannel(`channel-${n}`, n % 3 === 0 ? {} : { kind: 'private' });
      await stores.channels.add(channel, n % 3 === 1 ? bo : null);
      if (n % 3 === 2) await stores.channels.join(channel.id, ana);
      if (n % 3 !== 1) seen.push(channel);
    }
    const [first, second] = [seen[0]?.id ?? '', seen[1]?.id ?? ''];
    await stores.channels.join(first, ana);
    for (const [id, times] of [
      [first, 3],
      [second, 2],
    ] as const)
      await Promise.all(
        stores.posts.commit([
          {
            channelId: id,
            changes: Array.from({ length: times }, (_, n) =>
              creating(aPost(id, bo, `@ana ${n}`, { mentions: [ana] })),
            ),
          },
        ]),
      );
    await stores.channels.read(first, ana, 1, false);
    const pages: Listed[][] = [];
    do pages.push(await stores.channels.list(ana, pages.at(-1)?.at(-1)?.channel.id ?? '', 4));
    while (pages.at(-1)?.length === 4);
    expect(pages.map(({ length }) => length)).to.deep.equal([4, 2]);
    const listed = pages.flat();
    expect(listed.map(({ channel }) => channel.id)).to.deep.equal(seen.map(({ id }) => id));
    expect(listed.map(({ mentions }) => mentions)).to.deep.equal([2, 2, 0, 0, 0, 0]);
    expect(listed.map(({ membership }) => membership?.readSeq)).to.deep.equal([
      1,
      0,
      undefined,
      0,
      undefined,
      0,
    ]);
  });

  it('makes its founder moderator', async () => {
    const channel = aChannel('masks');
    await stores.channels.add(channel, ana);
    expect(await stores.channels.members(channel.id, '', 10)).to.deep.equal([
      { memberId: ana, moderator: true },
    ]);
    expect(
      await stores.channels.editMembership(channel.id, ana, { moderator: false }),
    ).to.deep.equal({ readSeq: 0, moderator: false, starred: false });
    expect(await stores.channels.editMembership(channel.id, ana, { starred: true })).to.deep.equal({
      readSeq: 0,
      moderator: false,
      starred: true,
    });
    expect(await stores.channels.editMembership(channel.id, v7(), { moderator: true })).to.equal(
      null,
    );
  });

  it('keeps the reading mark going forward, never beyond the head, and back only when asked', async () => {
    const channel = aChannel('masks');
    await stores.channels.add(channel, ana);
    await Promise.all(
      stores.posts.commit([
        {
          channelId: channel.id,
          changes: [1, 2, 3].map((n) => creating(aPost(channel.id, ana, `${n}`))),
        },
      ]),
    );
    const read = (seq: number, back = false) => stores.channels.read(channel.id, ana, seq, back);
    expect(await read(2)).to.equal(2);
    expect(await read(1)).to.equal(2);
    expect(await read(99)).to.equal(3);
    expect(await read(1, true)).to.equal(1);
    expect(await stores.channels.read(channel.id, v7(), 1, false)).to.equal(null);
  });

  it('brings new members into the channels for everyone, with nothing unread', async () => {
    const everyone = aChannel('masks', { forEveryone: true });
    await stores.channels.add(everyone, null);
    await stores.channels.add(aChannel('gloves'), null);
    await stores.channels.add(aChannel('old', { forEveryone: true, archivedAt: now() }), null);
    await Promise.all(
      stores.posts.commit([
        { channelId: everyone.id, changes: [creating(aPost(everyone.id, ana, 'hello'))] },
      ]),
    );
    await stores.channels.joinEveryones(ana);
    expect(await stores.channels.channelIdsOf(ana)).to.deep.equal([everyone.id]);
    expect((await stores.channels.visible(everyone.id, ana))?.membership?.readSeq).to.equal(1);
  });

  it('edits a channel without touching its head', async () => {
    const channel = aChannel('masks');
    await stores.channels.add(channel, ana);
    await Promise.all(
      stores.posts.commit([
        { channelId: channel.id, changes: [creating(aPost(channel.id, ana, 'hello'))] },
      ]),
    );
    expect(
      await stores.channels.edit(channel.id, { topic: 'Who has masks', archivedAt: now() }),
    ).to.include({ topic: 'Who has masks' });
    expect((await stores.channels.visible(channel.id, ana))?.channel.head).to.deep.equal({
      rev: 1,
      seq: 1,
    });
    expect(await stores.channels.heads([channel.id])).to.deep.equal(
      new Map([[channel.id, { rev: 1, seq: 1 }]]),
    );
  });
});

onEveryAdapter('the stores of clusters, drafts and bots', (adapter) => {
  let stores: Stores;
  beforeEach(async () => {
    ({ stores } = await adapter.open());
  });

  it('keep clusters, and refuse a name twice', async () => {
    const cluster: Cluster = {
      id: v7(),
      slug: 'texfor',
      name: 'Texfor',
      kind: 'cluster',
      country: 'ES',
      nuts: null,
      sectors: ['textiles'],
      languages: [],
      website: '',
      description: '',
      validated: null,
    };
    await stores.clusters.add(cluster);
    expect(await failure(stores.clusters.add({ ...cluster, id: v7() }))).to.have.property(
      'code',
      'conflict',
    );
    const validated = { by: v7(), at: now() };
    expect(await stores.clusters.edit(cluster.id, { validated })).to.deep.equal({
      ...cluster,
      validated,
    });
    expect(await stores.clusters.clusters()).to.deep.equal([{ ...cluster, validated }]);
    expect(await stores.clusters.cluster(v7())).to.equal(null);
  });

  it('keep one draft a place, and drop it when it is emptied', async () => {
    const [me, channelId] = [v7(), v7()];
    const draft = { channelId, rootId: null, text: 'we have', title: '', updatedAt: now() };
    await stores.drafts.save(me, draft);
    await stores.drafts.save(me, { ...draft, text: 'we have masks' });
    expect((await stores.drafts.drafts(me)).map(({ text }) => text)).to.deep.equal([
      'we have masks',
    ]);
    expect(await stores.drafts.drafts(v7())).to.be.empty;
    await stores.drafts.save(me, { ...draft, text: '' });
    expect(await stores.drafts.drafts(me)).to.be.empty;
  });

  it('find a bot by its token until that is revoked', async () => {
    const { id } = await stores.accounts.addMember(aMember('Cap', { kind: 'bot', email: null }));
    await stores.bots.add({
      id,
      tokenHash: 'h',
      createdAt: now(),
      revokedAt: null,
      lastUsedAt: null,
      ownerId: null,
    });
    await stores.bots.used(id, now());
    expect((await stores.bots.byToken('h'))?.lastUsedAt).to.be.a('string');
    expect((await stores.bots.revoke(id, now()))?.revokedAt).to.be.a('string');
    expect(await stores.bots.byToken('h')).to.equal(null);
    expect(await stores.bots.setToken(v7(), 'x', v7())).to.equal(null);
    const owner = v7();
    await stores.bots.setToken(id, 'x', owner);
    expect((await stores.bots.ownedBy(owner)).map((bot) => [bot.id, bot.revokedAt])).to.deep.equal([
      [id, null],
    ]);
  });
});
