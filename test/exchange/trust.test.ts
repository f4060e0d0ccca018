import { expect } from 'chai';
import { v4 as uuid } from 'uuid';
import type { Sent } from '../../shared/contract/index.ts';
import { onEveryAdapter } from '../helpers/adapters.ts';
import { bringIn, type Caller, refusal } from '../helpers/app.ts';
import { documented, type Exchange, soon, startExchange } from '../helpers/exchange.ts';

onEveryAdapter('the exchange is not talked round', (adapter) => {
  let { forum, moderator, clusterIds, personOf, post, propose, act } = {} as Exchange;
  let validator: Caller;

  before(async function () {
    this.timeout(60_000);
    ({ forum, moderator, clusterIds, personOf, post, propose, act } = await startExchange(
      adapter.settings(),
    ));
    validator = await personOf('Laboratory', { roles: ['validator'] });
  });
  after(() => forum?.stop());

  const get = (who: Caller, listingId: string) => who.http('listing:get', { listingId });
  const open = (who: Caller, listingId: string, version: number) =>
    who.http('listing:decide', { listingId, decision: 'open', version });
  const judge = (listingId: string, level: Sent<'listing:set-evidence'>['level']) =>
    validator.http('listing:set-evidence', {
      listingId,
      code: 'EN149',
      level,
      reason: 'as the laboratory found',
    });
  const colleagueOf = async (name: string, cluster: string) => {
    const colleague = await forum.person(name);
    await forum.join(colleague, clusterIds.get(cluster) ?? '');
    return colleague;
  };

  it('by an edit that was written before a claim was revoked', async () => {
    const author = await personOf('Author');
    const offer = await post(author, { kind: 'offer', quantity: 100 });
    const { claims } = await judge(offer.id, 'verified');
    await judge(offer.id, null);
    expect(
      (await refusal(author.http('listing:edit', { listingId: offer.id, claims }))).message,
    ).to.include('only a validator');
    const again = await author.http('listing:edit', { listingId: offer.id, claims: documented });
    expect(again).to.include({ state: 'review' });
  });

  it('by a sponsor that nobody has validated, or that lost its mark', async () => {
    const company = await personOf('Company', { kind: 'company', validated: false });
    const accomplice = await personOf('Accomplice', { kind: 'company' });
    await personOf('Unproved', { validated: false });
    const sponsor = await personOf('Sponsor');
    const offer = (name: string) =>
      post(company, {
        kind: 'offer',
        quantity: 5_000_000,
        claims: [],
        sponsorId: clusterIds.get(name) ?? '',
      });
    for (const name of ['Accomplice', 'Unproved'])
      expect((await refusal(offer(name))).message).to.include('sponsorId');
    const held = await offer('Sponsor');
    expect((await refusal(open(accomplice, held.id, held.version))).code).to.equal('not_found');
    await forum.app.stores.clusters.edit(clusterIds.get('Sponsor') ?? '', { validated: null });
    expect((await refusal(open(sponsor, held.id, held.version))).code).to.equal('forbidden');
    expect(await sponsor.http('listing:reviews', {})).to.be.empty;
  });

  it('by a change between the reading of a listing and its opening', async () => {
    const author = await personOf('Changing');
    const held = await post(author, { kind: 'offer', quantity: 50, claims: [] });
    const changed = await author.http('listing:edit', { listingId: held.id, quantity: 9_000_000 });
    const late = await refusal(open(moderator, held.id, held.version));
    expect(late).to.include({ code: 'conflict' });
    expect(late.details).to.deep.include({ reason: 'CHANGED', version: changed.version });
    expect(
      (await refusal(moderator.http('listing:decide', { listingId: held.id, decision: 'open' })))
        .message,
    ).to.include('version');
    expect((await open(moderator, held.id, changed.version)).state).to.equal('open');
  });

  it('by a proposal for what has become something else, or whose claim was revoked', async () => {
    const [giver, taker] = [await personOf('Giver'), await personOf('Taker')];
    const offer = await post(giver, { kind: 'offer', quantity: 500 });
    const request = await post(taker, {
      kind: 'request',
      quantity: 500,
      requires: [{ code: 'EN149', min: 'documented' }],
    });
    const [before, relying] = [
      await propose(taker, offer.id, request.id, 10),
      await propose(taker, offer.id, request.id, 20),
    ];
    const changed = await giver.http('listing:edit', {
      listingId: offer.id,
      product: 'nonwoven',
      unit: 'KGM',
      title: 'Nonwoven',
    });
    await open(moderator, offer.id, changed.version);
    expect((await refusal(act(giver, before.id, 'accept'))).details).to.deep.include({
      reason: 'UNIT',
    });
    const back = await giver.http('listing:edit', {
      listingId: offer.id,
      product: 'ffp2',
      unit: 'H87',
      title: 'FFP2 masks again',
    });
    await open(moderator, offer.id, back.version);
    await judge(offer.id, null);
    expect(
      (await taker.http('commitment:list', { listingId: request.id })).map(
        ({ commitment: { state, flagged } }) => ({ state, flagged }),
      ),
    ).to.deep.equal([
      { state: 'cancelled', flagged: 'EN149' },
      { state: 'cancelled', flagged: 'EN149' },
    ]);
    expect((await refusal(propose(taker, offer.id, request.id, 30))).details).to.deep.include({
      state: 'review',
    });
    expect((await refusal(act(giver, relying.id, 'accept'))).details).to.deep.include({
      state: 'cancelled',
    });
  });

  it('by letting a listing expire, posting another and renewing the first', async () => {
    const author = await personOf('Twice');
    const [first] = [
      await post(author, {
        kind: 'request',
        quantity: 10,
        product: 'goggles',
        title: 'Goggles for wards',
      }),
    ];
    await forum.app.services.exchange.clock.tick(new Date(Date.now() + 8 * 86_400_000));
    expect((await get(author, first.id)).state).to.equal('expired');
    await post(author, {
      kind: 'request',
      quantity: 10,
      product: 'goggles',
      title: 'Goggles for wards',
    });
    expect(await author.http('listing:renew', { listingId: first.id })).to.deep.include({
      state: 'review',
      holds: ['DUPLICATE'],
    });
    const both = await Promise.all(
      [1, 2].map((n) =>
        post(author, {
          kind: 'request',
          quantity: n,
          product: null,
          cpv: '33190000',
          title: 'Valves for ventilators',
        }),
      ),
    );
    expect(both.map(({ state }) => state).sort()).to.deep.equal(['open', 'review']);
  });

  it('by days that are over', async () => {
    const author = await personOf('Late');
    const past = new Date(Date.now() - 86_400_000 * 2).toISOString();
    expect(
      (await refusal(post(author, { kind: 'request', quantity: 10, on: past.slice(0, 10) })))
        .message,
    ).to.include('on');
    expect(
      (await refusal(post(author, { kind: 'request', quantity: 10, expiresAt: past }))).message,
    ).to.include('expiresAt');
    expect(await post(author, { kind: 'offer', quantity: 10, on: past.slice(0, 10) })).to.include({
      state: 'open',
    });
  });

  it('into telling a colleague outside a private channel what was promised there', async () => {
    const [author, other] = [await personOf('Insider'), await personOf('Guest')];
    const colleague = await colleagueOf('Outsider', 'Insider');
    const { channel } = await author.http('channel:create', {
      name: `Among us ${uuid().slice(0, 6)}`,
      kind: 'private',
    });
    await bringIn(channel.id, author, other);
    const terms = {
      channelId: channel.id,
      lang: 'es',
      product: 'visor',
      quantity: 10,
      unit: 'H87',
      nuts: 'ES511',
      on: soon(3),
      title: 'Visors',
    } as const;
    const offer = await author.http('listing:create', {
      ...terms,
      clientId: uuid(),
      kind: 'offer',
    });
    const request = await other.http('listing:create', {
      ...terms,
      clientId: uuid(),
      kind: 'request',
    });
    const [outside, inside] = [await colleague.socket(), await author.socket()];
    const proposed = await propose(other, offer.id, request.id, 10);
    await inside.next('commitment:changed', ({ id }) => id === proposed.id);
    expect(await outside.call('commitment:list', {})).to.be.empty;
    expect(await outside.call('exchange:waiting', {})).to.deep.equal({
      commitments: 0,
      reviews: 0,
      ending: 0,
    });
    expect(outside.heard('commitment:changed')).to.be.empty;
    for (const action of ['accept', 'cancel'] as const)
      expect(
        (await refusal(act(colleague, proposed.id, action, { reason: 'not mine' }))).code,
      ).to.equal('not_found');
    expect(await author.http('exchange:waiting', {})).to.include({ commitments: 1 });
    await act(author, proposed.id, 'accept');
    for (const socket of [outside, inside]) socket.close();
  });

  it('into counting as received what was lost or never arrived', async () => {
    const [giver, taker] = [await personOf('Sender'), await personOf('Recipient')];
    const involved = await forum.person('Involved', ['moderator']);
    await forum.join(involved, clusterIds.get('Sender') ?? '');
    const offer = await post(giver, { kind: 'offer', quantity: 100 });
    const request = await post(taker, { kind: 'request', quantity: 100 });
    const send = async (quantity: number) => {
      const { id } = await propose(taker, offer.id, request.id, quantity);
      await act(giver, id, 'accept');
      await act(giver, id, 'dispatch');
      return id;
    };
    const [lost, short] = [await send(50), await send(50)];
    expect((await refusal(act(involved, lost, 'lose', { reason: 'gone' }))).code).to.equal(
      'forbidden',
    );
    await act(moderator, lost, 'lose', { reason: 'The lorry burnt' });
    await act(taker, short, 'receive', { received: 40, accepted: 30 });
    expect(await get(giver, offer.id)).to.include({
      state: 'open',
      dispatched: 60,
      received: 40,
      remaining: 0,
    });
    expect(await get(taker, request.id)).to.include({ dispatched: 0, received: 30, remaining: 70 });
  });

  it('and tells who reviews what somebody else decided, who acts what waits for them, and puts first what opened last', async () => {
    const [author, second] = [await personOf('Held'), await forum.person('Second', ['moderator'])];
    const watching = await second.socket();
    const held = await post(author, {
      kind: 'offer',
      quantity: 2_000_000,
      product: 'gown',
      title: 'Gowns without end',
      claims: [],
    });
    expect((await second.http('exchange:waiting', {})).reviews).to.be.greaterThan(0);
    await post(author, {
      kind: 'offer',
      quantity: 2,
      product: 'visor',
      title: 'Visors meanwhile',
      claims: [],
    });
    await open(moderator, held.id, held.version);
    await watching.next('listing:changed', ({ id, state }) => id === held.id && state === 'open');
    const [first, next] = await author.http('listing:list', { own: true, limit: 2 });
    expect([first?.id, next?.title]).to.deep.equal([held.id, 'Visors meanwhile']);
    expect(
      (await author.http('listing:list', { own: true, before: held.id, limit: 1 }))[0]?.title,
    ).to.equal('Visors meanwhile');
    expect((await author.http('listing:list', { own: true, state: 'review' })).map(({ id }) => id))
      .to.be.empty;
    const brief = await post(author, {
      kind: 'request',
      quantity: 1,
      product: 'goggles',
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    });
    expect(await author.http('exchange:waiting', {})).to.include({ ending: 1 });
    await author.http('listing:renew', { listingId: brief.id });
    expect(await author.http('exchange:waiting', {})).to.include({ ending: 0 });
    watching.close();
  });

  it('tells beforehand what would hold a listing, and proposes no answer that lacks something', async () => {
    const [author, asker] = [await personOf('Careful'), await personOf('Asker')];
    const around = { kind: 'request', product: 'visor', unit: 'H87', nuts: 'ES300' } as const;
    expect((await author.http('listing:surroundings', around)).duplicate).to.equal(false);
    const mine = await post(author, {
      kind: 'request',
      quantity: 10,
      product: 'visor',
      nuts: 'ES300',
      title: 'Visors for wards',
    });
    expect((await author.http('listing:surroundings', around)).duplicate).to.equal(true);
    expect(
      (await author.http('listing:surroundings', { ...around, except: mine.id })).duplicate,
    ).to.equal(false);
    expect((await asker.http('listing:surroundings', around)).duplicate).to.equal(false);

    const request = await post(asker, {
      kind: 'request',
      quantity: 10,
      requires: [{ code: 'EN166', min: 'documented' }],
      product: 'goggles',
    });
    const lacks = [{ code: 'EN166', level: 'claimed' as const, regime: 'ppe_2016_425' as const }];
    await post(author, {
      kind: 'offer',
      quantity: 10,
      product: 'goggles',
      title: 'Goggles',
      claims: lacks,
      answersId: request.id,
    });
    const fits = await post(await personOf('Fitting'), {
      ...{
        kind: 'offer',
        quantity: 10,
        product: 'goggles',
        title: 'Goggles',
        answersId: request.id,
      },
      claims: lacks.map((claim) => ({
        ...claim,
        level: 'documented' as const,
        certificate: 'EU-0161-2',
      })),
    });
    const heard = await asker.socket();
    await forum.app.services.exchange.clock.tick();
    const proposals = async () =>
      (await asker.http('commitment:list', { listingId: request.id })).map(({ offer }) => offer.id);
    while ((await proposals()).length === 0) await heard.next('commitment:changed');
    expect(await proposals()).to.deep.equal([fits.id]);
    heard.close();
  });
});
