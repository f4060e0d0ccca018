import { expect } from 'chai';
import { v7 } from 'uuid';
import type {
  Room,
  StoredAttachment,
} from '../../server/features/attachments/attachments.store.ts';
import type {
  CommitmentQuery,
  StoredListing,
  StoredPlan,
} from '../../server/features/exchange/exchange.store.ts';
import type { Stores } from '../../server/stores.ts';
import type { Commitment } from '../../shared/contract/commitments.ts';
import { onEveryAdapter } from '../helpers/adapters.ts';
import { aListing, aMember, now } from '../helpers/fixtures.ts';

onEveryAdapter('the store of the exchange', (adapter) => {
  let stores: Stores;
  let author: string;
  beforeEach(async () => {
    ({ stores } = await adapter.open());
    author = (await stores.accounts.addMember(aMember('Ana'))).id;
  });
  const add = (listing: StoredListing) =>
    stores.exchange.add(listing, { listings: [listing], commitments: [], decisions: [] });

  it('puts a listing in the place of its draft, and never a draft in the place of a listing', async () => {
    const draft = aListing(author, { state: 'draft', openedAt: null });
    expect(await add(draft)).to.equal(draft);
    expect((await stores.exchange.listingBy(author, draft.clientId))?.id).to.equal(draft.id);
    const posted = aListing(author, { clientId: draft.clientId });
    expect(await add(posted)).to.equal(posted);
    expect(await stores.exchange.listing(draft.id)).to.equal(null);
    expect((await add({ ...draft, id: v7() })).id).to.equal(posted.id);
    expect(
      (await stores.exchange.listings({ authorId: author, limit: 10 })).map(({ id }) => id),
    ).to.deep.equal([posted.id]);
  });

  it('lists by when something opened, page by page, and finds the commitments of a cluster', async () => {
    const at = (n: number) => `2030-01-0${n}T00:00:00.000Z`;
    const clusterId = v7();
    const [late, early, never] = [
      aListing(author, { clusterId, openedAt: at(5), createdAt: at(1) }),
      aListing(author, { clusterId, openedAt: at(3), createdAt: at(2) }),
      aListing(author, { clusterId, openedAt: null, createdAt: at(4), state: 'review' }),
    ];
    for (const listing of [late, early, never]) await add(listing);
    const ids = async (before?: string, limit = 10) =>
      (await stores.exchange.listings({ clusterId, before, limit })).map(({ id }) => id);
    expect(await ids()).to.deep.equal([late.id, never.id, early.id]);
    expect(await ids(late.id, 1)).to.deep.equal([never.id]);
    expect(await ids(early.id)).to.be.empty;
    expect(
      (
        await stores.exchange.listings({
          clusterId,
          states: ['open'],
          openedAfter: at(4),
          limit: 9,
        })
      ).map(({ id }) => id),
    ).to.deep.equal([late.id]);

    const elsewhere = aListing(author);
    await add(elsewhere);
    const made = (state: Commitment['state'], changedAt: string, offerId = late.id) =>
      ({
        ...{
          id: v7(),
          clientId: v7(),
          offerId,
          requestId: elsewhere.id,
          proposedBy: author,
          state,
          changedAt,
        },
        ...{ lapsesAt: at(9), acceptedAt: null },
      }) as Commitment;
    const [live, over, older] = [
      made('proposed', at(1)),
      made('closed', at(5)),
      made('closed', at(2), early.id),
    ];
    await stores.exchange.change({ listings: [], commitments: [] }, () => ({
      listings: [],
      commitments: [live, over, older],
      decisions: [],
    }));
    const found = async (query: Omit<CommitmentQuery, 'limit'>, limit = 9) =>
      (await stores.exchange.commitmentsFor(clusterId, { ...query, limit })).map(({ id }) => id);
    expect(await found({ states: ['proposed'] })).to.deep.equal([live.id]);
    expect(await found({ states: ['proposed'], orSince: at(4) })).to.deep.equal([over.id, live.id]);
    expect(await found({ states: ['proposed', 'closed'], before: older.id }, 1)).to.deep.equal([
      over.id,
    ]);
    expect(await stores.exchange.commitmentsFor(v7(), { states: ['proposed'], limit: 9 })).to.be
      .empty;
  });

  it('knows the median of a product in a unit, and keeps the first of two plans under one id', async () => {
    for (const quantity of [1, 2, 3, 4, 5])
      await add(aListing(author, { quantity, product: 'transport', unit: 'HUR' }));
    for (const quantity of [800, 900])
      await add(aListing(author, { quantity, product: 'transport', unit: 'KGM' }));
    expect([
      await stores.exchange.median('transport', 'HUR'),
      await stores.exchange.median('transport', 'KGM'),
    ]).to.deep.equal([3, null]);
    const plan = (digest: string) =>
      ({
        id,
        at: now(),
        actorId: author,
        digest,
        count: 0,
        shipments: [],
        input: { offers: [], requests: [] },
      }) as unknown as StoredPlan;
    const id = v7();
    expect((await stores.exchange.addPlan(plan('first'))).digest).to.equal('first');
    expect((await stores.exchange.addPlan(plan('second'))).digest).to.equal('first');
  });

  it('discards drafts and nothing else, and leaves them out of what the market takes in', async () => {
    const [draft, open] = [aListing(author, { state: 'draft', openedAt: null }), aListing(author)];
    await add(draft);
    await add(open);
    expect((await stores.exchange.versions('', true)).map(({ id }) => id)).to.deep.equal([open.id]);
    expect(await stores.exchange.discard(open.id)).to.equal(false);
    expect(await stores.exchange.discard(draft.id)).to.equal(true);
    expect(await stores.exchange.discard(draft.id)).to.equal(false);
  });
});

onEveryAdapter('the store of attachments', (adapter) => {
  let stores: Stores;
  let member: string;
  const clusterId = v7();
  const since = '2020-01-01T00:00:00.000Z';
  beforeEach(async () => {
    ({ stores } = await adapter.open());
    member = (await stores.accounts.addMember(aMember('Ana'))).id;
  });
  const content = Buffer.from([0, 1, 2, 255]);
  const anAttachment = (more: Partial<StoredAttachment> = {}): StoredAttachment => ({
    ...{
      id: v7(),
      clusterId,
      memberId: member,
      name: 'c.pdf',
      mediaType: 'application/pdf',
      size: 4,
      digest: 'd',
      createdAt: now(),
    },
    ...{ until: '2030-01-02T00:00:00.000Z', ...more },
  });

  const room = (bytes: number, of: Room['of'] = 'cluster'): Room => ({ of, bytes, since });

  it('gives back what it was given, and the first that came under an id', async () => {
    const { attachments } = stores;
    const first = anAttachment();
    expect(await attachments.add(first, content, [room(100)])).to.deep.equal(first);
    const again = { ...first, digest: 'other' };
    expect(await attachments.add(again, Buffer.from('x'), [room(100)])).to.include({ digest: 'd' });
    expect(Buffer.from((await attachments.content(first.id)) ?? [])).to.deep.equal(content);
    expect(await attachments.find([first.id, v7()])).to.deep.equal([first]);
    expect(await attachments.content(v7())).to.equal(null);
  });

  it('has room for so many bytes of a cluster, and of a member, in a time', async () => {
    const rooms = [room(8), room(12, 'member')];
    const add = (more: Partial<StoredAttachment> = {}) =>
      stores.attachments.add(anAttachment(more), content, rooms);
    expect(await add({ createdAt: '2019-01-01T00:00:00.000Z' })).to.include({ size: 4 });
    expect(await add()).to.include({ size: 4 });
    expect(await add()).to.include({ size: 4 });
    expect(await add()).to.deep.equal(rooms[0]);
    expect(await add({ clusterId: v7() })).to.include({ size: 4 });
    expect(await add({ clusterId: v7() })).to.deep.equal(rooms[1]);
    const other = (await stores.accounts.addMember(aMember('Eva'))).id;
    expect(await add({ clusterId: v7(), memberId: other })).to.include({ size: 4 });
  });

  it('keeps longer, for good, and never shorter, and only what is of the cluster', async () => {
    const [longer, good, foreign] = [
      anAttachment(),
      anAttachment(),
      anAttachment({ clusterId: v7() }),
    ];
    for (const each of [longer, good, foreign])
      await stores.attachments.add(each, content, [room(100)]);
    await stores.attachments.keep(clusterId, [longer.id, foreign.id], '2031-01-01T00:00:00.000Z');
    await stores.attachments.keep(clusterId, [longer.id], '2029-01-01T00:00:00.000Z');
    await stores.attachments.keep(clusterId, [good.id], null);
    await stores.attachments.keep(clusterId, [good.id], '2029-01-01T00:00:00.000Z');
    const left = async (at: string) => {
      await stores.attachments.sweep(at);
      return (await stores.attachments.find([longer.id, good.id, foreign.id])).map(({ id }) => id);
    };
    expect(await left('2030-06-01T00:00:00.000Z')).to.have.members([longer.id, good.id]);
    expect(await left('2040-01-01T00:00:00.000Z')).to.deep.equal([good.id]);
  });
});

onEveryAdapter('admission to a cluster', (adapter) => {
  it('happens once, whoever decides at the same time, and only where it is asked for', async () => {
    const { stores } = await adapter.open();
    const [wanted, other] = [v7(), v7()];
    const { id } = await stores.accounts.addMember(aMember('Luca', { joining: wanted }));
    expect(await stores.accounts.admit(id, other, true)).to.equal(null);
    const outcomes = await Promise.all(
      [true, false, true].map((admit) => stores.accounts.admit(id, wanted, admit)),
    );
    expect(outcomes.filter(Boolean)).to.have.length(1);
    expect((await stores.accounts.member(id))?.joining).to.equal(null);
  });
});
