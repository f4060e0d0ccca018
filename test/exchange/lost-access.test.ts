import { expect } from 'chai';
import { v4 as uuid } from 'uuid';
import type { Sent } from '../../shared/contract/index.ts';
import type { Listing } from '../../shared/contract/listing.ts';
import { onEveryAdapter } from '../helpers/adapters.ts';
import { type Caller, refusal, type TestSocket } from '../helpers/app.ts';
import { type Exchange, soon, startExchange } from '../helpers/exchange.ts';

/** Ways to lose a private channel: by its moderators, or by one's own decision. */
const losses = {
  removed: (by: Caller, who: Caller, channelId: string) =>
    by.http('channel:remove-member', { channelId, memberId: who.account.id }),
  'gone by themselves': (_by: Caller, who: Caller, channelId: string) =>
    who.http('channel:leave', { channelId }),
};

onEveryAdapter('a member who lost a private channel', (adapter) => {
  let { forum, moderator, channelId: openId, personOf, propose, act } = {} as Exchange;
  let owner: Caller;
  let author: Caller;
  let guest: Caller;
  let channelId: string;
  let n = 0;

  before(async function () {
    this.timeout(60_000);
    ({
      forum,
      moderator,
      channelId: openId,
      personOf,
      propose,
      act,
    } = await startExchange(adapter.settings()));
  });
  after(() => forum?.stop());

  beforeEach(async function () {
    this.timeout(20_000);
    n++;
    [owner, author, guest] = [
      await personOf(`Owner ${n}`),
      await personOf(`Author ${n}`),
      await personOf(`Guest ${n}`),
    ];
    const { channel } = await owner.http('channel:create', { name: 'Among us', kind: 'private' });
    channelId = channel.id;
    for (const who of [author, guest, moderator])
      await forum.app.services.channels.bringIn(channelId, who.account.id);
  });

  const offer = (who: Caller, more: Partial<Listing> = {}) =>
    who.http('listing:create', {
      ...{ channelId, clientId: uuid(), kind: 'offer', title: 'Visors to give', lang: 'es' },
      ...{ product: 'visor', quantity: 10, unit: 'H87', nuts: 'ES511', on: soon(3), ...more },
    } as Sent<'listing:create'>);
  const request = (who: Caller, more: Partial<Listing> = {}) =>
    offer(who, { kind: 'request', title: 'Visors wanted', ...more });
  const lose = () => losses.removed(owner, author, channelId);

  /** Waits for whatever was on its way to a member: events of one socket keep their order. */
  async function settled(socket: TestSocket, who: Caller) {
    const text = uuid();
    await who.http('draft:save', { channelId: openId, text });
    await socket.next('draft:changed', (draft) => draft.text === text);
  }

  for (const [how, take] of Object.entries(losses))
    it(`hears nothing more of their listing and takes no proposals for it, ${how}`, async () => {
      const [given, wanted] = [await offer(author), await request(guest)];
      const socket = await author.socket();
      await take(owner, author, channelId);
      await socket.next('membership:ended');
      const error = await refusal(propose(guest, given.id, wanted.id, 5));
      expect([error.code, error.details?.reason]).to.deep.equal(['conflict', 'AUTHOR_GONE']);
      await moderator.http('listing:decide', {
        listingId: given.id,
        decision: 'suspend',
        reason: 'looked into',
      });
      await settled(socket, author);
      for (const event of ['listing:changed', 'listing:decided', 'commitment:changed'] as const)
        expect(socket.heard(event), event).to.be.empty;
      socket.close();
    });

  it('is held to no proposal that was open, and hears nothing of what becomes of it', async () => {
    const [given, wanted] = [await offer(author), await request(guest)];
    const socket = await author.socket();
    const proposal = await propose(author, given.id, wanted.id, 5);
    await socket.next('commitment:changed');
    await lose();
    await socket.next('membership:ended');
    const told = socket.heard('commitment:changed').length;
    expect((await refusal(act(guest, proposal.id, 'accept'))).details?.reason).to.equal(
      'AUTHOR_GONE',
    );
    await act(guest, proposal.id, 'decline');
    await settled(socket, author);
    expect(socket.heard('commitment:changed')).to.have.length(told);
    expect(await author.http('commitment:list', {})).to.be.empty;
    socket.close();
  });

  it('lets what was agreed come to its end', async () => {
    const [given, wanted] = [await offer(author), await request(guest)];
    const proposal = await propose(author, given.id, wanted.id, 5);
    await act(guest, proposal.id, 'accept');
    await lose();
    const ended = await act(guest, proposal.id, 'cancel', { reason: 'they are gone' });
    expect(ended.state).to.equal('cancelled');
  });

  it('reads no more of the listing on the other side of what they had proposed from outside', async () => {
    const given = await offer(author, { channelId: openId });
    const wanted = await request(guest, { body: 'To the back gate, please' });
    const proposal = await propose(author, given.id, wanted.id, 5);
    await act(guest, proposal.id, 'accept');
    await lose();
    const [own] = await author.http('commitment:list', {});
    expect([own?.commitment.id, own?.request.title, own?.request.body]).to.deep.equal([
      proposal.id,
      '',
      '',
    ]);
    expect(JSON.stringify(own)).not.to.include('back gate');
  });

  it('is in no match and no plan any more', async () => {
    const given = await offer(author);
    const wanted = await request(guest);
    const found = async () =>
      (await guest.http('listing:matches', { listingId: wanted.id })).matches.map(
        ({ listing }) => listing.id,
      );
    const planned = async () =>
      (await moderator.http('plan:make', { planId: uuid(), product: 'visor' })).shipments.filter(
        ({ offerId }) => offerId === given.id,
      );
    expect(await found()).to.include(given.id);
    expect(await planned()).not.to.be.empty;
    await lose();
    expect(await found()).not.to.include(given.id);
    expect(await planned()).to.be.empty;
  });

  it('is asked for nothing: not by what ends soon, not by drafts, lists, searches or feeds', async () => {
    const inADay = new Date(Date.now() + 86_400_000).toISOString();
    await offer(author, { expiresAt: inADay });
    await offer(guest, { title: 'Visors of a guest' });
    await author.http('draft:save', { channelId, text: 'not yet said' });
    await author.http('search:save', { searchId: uuid(), name: 'Visors', product: 'visor' });
    expect((await author.http('exchange:waiting', {})).ending).to.equal(1);
    expect(await author.http('draft:list', {})).to.have.length(1);
    const socket = await author.socket();
    await lose();
    await forum.app.services.exchange.clock.tick();
    await offer(guest, { title: 'Visors of a guest', nuts: 'ES512' });
    await settled(socket, author);
    expect(socket.heard('listing:ending')).to.be.empty;
    expect(socket.heard('search:found')).to.be.empty;
    expect((await author.http('exchange:waiting', {})).ending).to.equal(0);
    const drafts = await author.http('draft:list', {});
    expect(drafts.map((draft) => draft.channelId)).to.deep.equal([openId]);
    await author.http('draft:save', { channelId, text: '' });
    expect(await author.http('listing:list', { own: true })).to.be.empty;
    const [search] = await author.http('search:list', {});
    expect(search?.fresh).to.equal(0);
    const feed = await fetch(forum.url + search?.json);
    expect(await feed.text()).not.to.include('Visors of a guest');
    socket.close();
  });

  it('is not told that a moderator removed what they had written there', async () => {
    const said = await author.http('post:create', { channelId, clientId: uuid(), text: 'a word' });
    const socket = await author.socket();
    await lose();
    await moderator.http('post:remove', { postId: said.id, reason: 'out of place' });
    await settled(socket, author);
    expect(socket.heard('post:removed')).to.be.empty;
    socket.close();
  });

  it('cannot promise anything in a channel that was archived', async () => {
    const [given, wanted] = [await offer(author), await request(guest)];
    await owner.http('channel:edit', { channelId, archived: true });
    expect((await refusal(propose(guest, given.id, wanted.id, 5))).details?.reason).to.equal(
      'CHANNEL_ARCHIVED',
    );
  });
});
