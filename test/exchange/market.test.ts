import { expect } from 'chai';
import { v7 } from 'uuid';
import { createMarket } from '../../server/features/exchange/exchange.market.ts';
import type { StoredListing } from '../../server/features/exchange/exchange.store.ts';
import type { Stores } from '../../server/stores.ts';
import { rankingOf } from '../../shared/exchange/ranking.ts';
import { onEveryAdapter } from '../helpers/adapters.ts';
import { aListing, aMember, now } from '../helpers/fixtures.ts';

onEveryAdapter('the market', (adapter) => {
  const channelId = v7();
  let stores: Stores;
  let author: string;
  beforeEach(async () => {
    ({ stores } = await adapter.open());
    author = (await stores.accounts.addMember(aMember('Ana'))).id;
  });
  const { now: clock } = Date;
  afterEach(() => {
    Date.now = clock;
  });
  const add = (more: Partial<StoredListing> = {}) => {
    const listing = aListing(author, { channelId, ...more });
    return stores.exchange.add(listing, { listings: [listing], commitments: [], decisions: [] });
  };
  const change = (listing: StoredListing, more: Partial<StoredListing>) =>
    stores.exchange.change({ listings: [listing.id], commitments: [] }, () => ({
      listings: [{ ...listing, ...more, version: listing.version + 1, changedAt: now() }],
      commitments: [],
      decisions: [],
    }));
  const opened = () => createMarket(stores.exchange, stores.clusters);

  it('faces a listing with what could fit it, in the channels asked for, as it is now', async () => {
    const request = await add({ kind: 'request' });
    const fits = await add();
    const unnamed = await add({ product: null });
    for (const more of [
      { product: 'goggles' },
      { unit: 'KGM' as const },
      { cpv: '44000000', product: null },
      { kind: 'request' as const },
    ])
      await add(more);
    const elsewhere = await add({ channelId: v7() });
    const market = opened();
    const facing = async (channelIds: string[]) =>
      [...(await market.facing(request, new Set(channelIds)))].map(({ id }) => id);
    expect(await facing([channelId])).to.have.members([fits.id, unnamed.id]);
    expect(await facing([elsewhere.channelId])).to.have.members([elsewhere.id]);
    expect([...(await market.places())]).to.have.members([channelId, elsewhere.channelId]);
    await change(fits, { state: 'withdrawn' });
    expect(await facing([channelId])).to.deep.equal([unnamed.id]);
    const later = await add();
    expect(await facing([channelId])).to.have.members([unnamed.id, later.id]);
  });

  it('learns what becomes of a cluster', async () => {
    const cluster = await stores.clusters.add({
      ...{
        id: v7(),
        slug: 'seen',
        name: 'Seen',
        kind: 'cluster',
        country: 'ES',
        nuts: 'ES511',
        sectors: [],
        languages: ['ca'],
        website: '',
        description: '',
      },
      validated: null,
    });
    const request = await add({ kind: 'request' });
    await add({ clusterId: cluster.id });
    const market = opened();
    const known = async () =>
      [...(await market.facing(request, new Set([channelId])))].map(
        ({ clusterLevel, languages }) => ({ clusterLevel, languages }),
      );
    expect(await known()).to.deep.equal([{ clusterLevel: 'claimed', languages: ['en', 'ca'] }]);
    await stores.clusters.edit(cluster.id, {
      languages: ['es'],
      validated: { by: author, at: now() },
    });
    Date.now = () => clock() + 10_000;
    expect(await known()).to.deep.equal([{ clusterLevel: 'verified', languages: ['en', 'es'] }]);
    const { id } = await stores.clusters.add({
      ...cluster,
      id: v7(),
      slug: 'new',
      name: 'New',
      validated: { by: author, at: now() },
    });
    await add({ clusterId: id });
    expect(await known()).to.deep.include({ clusterLevel: 'verified', languages: ['en', 'ca'] });
  });

  it('ranks what is open, best first, and leaves out what has expired although the clock is late', async () => {
    const request = await add({ kind: 'request', quantity: 10, remaining: 10 });
    const [half, all, fewer] = [
      await add({ remaining: 5 }),
      await add({ remaining: 10 }),
      await add({ remaining: 4 }),
    ];
    await add({ remaining: 9, expiresAt: new Date(Date.now() - 1000).toISOString() });
    await add({ shipsTo: ['DE'], expiresAt: new Date(Date.now() - 1000).toISOString() });
    const far = await add({ shipsTo: ['DE'] });
    const market = opened();
    const ranked = async (limit: number) =>
      rankingOf(
        'request',
        market.stallOf(request),
        await market.facing(request, new Set([channelId])),
        limit,
        now(),
      );
    expect((await ranked(10)).matches.map(({ id }) => id)).to.deep.equal([
      all.id,
      half.id,
      fewer.id,
    ]);
    expect((await ranked(2)).matches.map(({ id }) => id)).to.deep.equal([all.id, half.id]);
    expect((await ranked(10)).near).to.deep.equal([{ id: far.id, gate: 'AREA' }]);
  });
});
