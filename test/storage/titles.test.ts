import { expect } from 'chai';
import { v7 } from 'uuid';
import { AppError } from '../../server/core/errors.ts';
import type { Stores } from '../../server/stores.ts';
import type { Channel } from '../../shared/contract/channels.ts';
import { onEveryAdapter } from '../helpers/adapters.ts';
import { failure } from '../helpers/failure.ts';
import { aChannel, aCluster, aMember } from '../helpers/fixtures.ts';

async function reasonOf(trial: Promise<unknown>): Promise<unknown> {
  const thrown = await failure(trial);
  return thrown instanceof AppError ? thrown.details?.reason : thrown;
}

/** Adds names that look alike all at once, again and again: each time one of them is added. */
async function expectOneOf(add: (name: string) => Promise<unknown>): Promise<void> {
  for (let round = 0; round < 20; round++) {
    const names = ['Gloves', 'Gl\u043eves', 'GLOVES', 'G1oves'].map((name) => `${name} ${round}`);
    const tries = await Promise.allSettled(names.map(add));
    expect(tries.filter(({ status }) => status === 'fulfilled')).to.have.length(1);
  }
}

onEveryAdapter('the names of channels', (adapter) => {
  let stores: Stores;
  let ana: string;
  beforeEach(async () => {
    ({ stores } = await adapter.open());
    ana = (await stores.accounts.addMember(aMember('Ana'))).id;
  });

  it('gives another name the next address that is free, also to many who come at once', async () => {
    const names = ['A&B', 'A B', 'A/B', 'A+B', 'A=B', 'A%B', 'A!B'];
    const added = await Promise.all(
      names.map((name) => stores.channels.add(aChannel('a-b', { name }), ana)),
    );
    const slugs = added.map(({ slug }) => slug);
    expect(new Set(slugs).size).to.equal(names.length);
    expect(slugs).to.include.members(['a-b', 'a-b-2', 'a-b-3', 'a-b-4', 'a-b-5']);
    for (const channel of added)
      expect(await stores.channels.visible(channel.id, ana)).to.have.nested.include({
        'channel.slug': channel.slug,
        'channel.name': channel.name,
      });
    const long = 'n'.repeat(40);
    await stores.channels.add(aChannel(long, { name: 'Long' }), ana);
    const { slug } = await stores.channels.add(aChannel(long, { name: 'Longer' }), ana);
    expect(slug).to.equal(`${'n'.repeat(38)}-2`);
  });

  it('renames a channel to the next address that is free, and leaves it where it was otherwise', async () => {
    const first = await stores.channels.add(aChannel('a-b', { name: 'A&B' }), ana);
    const second = await stores.channels.add(aChannel('x', { name: 'X' }), ana);
    const renamed = await stores.channels.edit(second.id, { name: 'A B', slug: 'a-b' });
    expect(renamed?.slug).to.equal('a-b-2');
    expect((await stores.channels.edit(second.id, { name: 'A/B', slug: 'a-b' }))?.slug).to.equal(
      'a-b-2',
    );
    expect((await stores.channels.edit(second.id, { topic: 'New' }))?.slug).to.equal('a-b-2');
    expect(
      await failure(stores.channels.edit(second.id, { name: 'a&b', slug: 'a-b' })),
    ).to.have.nested.property('details.reason', 'CHANNEL_NAME_TAKEN');
    expect(await stores.channels.edit(first.id, { name: 'A & B', slug: 'a-b' })).to.include({
      slug: 'a-b',
      name: 'A & B',
    });
  });

  it('refuses an open channel whose name looks like that of another, whoever is first of two', async () => {
    const { channels } = stores;
    const add = (name: string, more: Partial<Channel> = {}) =>
      channels.add(aChannel(v7(), { name, ...more }), ana);
    for (const name of ['I need help', 'Alerts', 'Förderung', 'Masks']) await add(name);
    for (const name of ['i need help', 'ALERTS', 'Ａlerts', 'förderung'])
      expect(await reasonOf(add(name)), name).to.equal('CHANNEL_NAME_TAKEN');
    for (const name of ['I need he1p', 'l need help', '\u0391lerts', 'A-lerts', 'Masks 😷'])
      expect(await reasonOf(add(name)), name).to.equal('CHANNEL_NAME_ALIKE');
    for (const name of ['Forderung', 'Alert', 'Masks & gloves']) await add(name);
    const own = await add('Gowns');
    expect(await reasonOf(channels.edit(own.id, { name: 'M\u0430sks', slug: 'masks' }))).to.equal(
      'CHANNEL_NAME_ALIKE',
    );
    await channels.edit(own.id, { name: 'gowns', slug: 'gowns' });

    // Of one creator, channels are added one after another anyway.
    await expectOneOf((name) => channels.add(aChannel(v7(), { name }), null));
  });

  it('compares no private channel with others, whose name is nobody’s business', async () => {
    const hidden = aChannel('plan-b-1', { name: 'Plan B', kind: 'private' });
    await stores.channels.add(hidden, ana);
    await stores.channels.add(aChannel('plan-b-2', { name: 'Plan B', kind: 'private' }), ana);
    const open = await stores.channels.add(aChannel('plan-b', { name: 'Plan B' }), ana);
    expect(open.slug).to.equal('plan-b');
    await stores.channels.edit(hidden.id, { name: 'plan b', slug: 'plan-b-1' });
  });
});

onEveryAdapter('the names of clusters', (adapter) => {
  let stores: Stores;
  beforeEach(async () => {
    ({ stores } = await adapter.open());
  });

  const cluster = (name: string, slug = v7().slice(-12)) => aCluster(name, { slug });

  it('are refused where they look like that of another', async () => {
    const { add, edit } = stores.clusters;
    await add(cluster('Texfor'));
    const own = await add(cluster('Optitex'));
    for (const name of ['Texfor', 'TEXFOR', 'texfor'])
      expect(await reasonOf(add(cluster(name))), name).to.equal('CLUSTER_NAME_TAKEN');
    for (const name of ['Tex-for', 'T\u0435xfor', '\u0422exfor', 'Texf0r'])
      expect(await reasonOf(add(cluster(name))), name).to.equal('CLUSTER_NAME_ALIKE');
    expect(await reasonOf(edit(own.id, { name: 'TexFor', slug: 'texfor' }))).to.equal(
      'CLUSTER_NAME_TAKEN',
    );
    expect(await edit(own.id, { name: 'OptiTex', slug: 'optitex' })).to.include({
      name: 'OptiTex',
      slug: 'optitex',
    });
    await expectOneOf((name) => add(cluster(name)));
  });

  it('get the next address that is free', async () => {
    const names = ['A&B', 'A B', 'A/B'];
    const added = await Promise.all(names.map((name) => stores.clusters.add(cluster(name, 'a-b'))));
    expect(added.map(({ slug }) => slug)).to.have.members(['a-b', 'a-b-2', 'a-b-3']);
    expect((await stores.clusters.clusters()).map(({ slug }) => slug)).to.deep.equal([
      'a-b',
      'a-b-2',
      'a-b-3',
    ]);
  });
});
