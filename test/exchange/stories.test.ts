import { expect } from 'chai';
import { v4 as uuid } from 'uuid';
import { onEveryAdapter } from '../helpers/adapters.ts';
import { refusal } from '../helpers/app.ts';
import { type Exchange, soon, startExchange } from '../helpers/exchange.ts';

onEveryAdapter('the exchange', (adapter) => {
  let { forum, moderator, channelId, clusterIds, personOf, post, propose, act, remaining } =
    {} as Exchange;

  before(async function () {
    this.timeout(60_000);
    ({ forum, moderator, channelId, clusterIds, personOf, post, propose, act, remaining } =
      await startExchange(adapter.settings()));
  });
  after(() => forum?.stop());

  it('plays the story of partial fulfilment', async function () {
    this.timeout(30_000);
    const [milano, texsilk, catalunya, lyon] = [
      await personOf('Milano', { kind: 'authority' }),
      await personOf('Texsilk', { kind: 'company', validated: false }),
      await personOf('Catalunya'),
      await personOf('Lyon'),
    ];
    const watching = await lyon.socket();
    const request = await post(milano, {
      kind: 'request',
      quantity: 10_000,
      priority: 'critical',
      nuts: 'ITC4C',
      requires: [{ code: 'EN149', min: 'documented' }],
    });
    expect(request.state).to.equal('open');
    const seen = await watching.next('feed:changed', ({ posts }) =>
      posts.some(({ listing }) => listing?.id === request.id),
    );
    expect(seen.posts[0]?.listing).to.include({ remaining: 10_000, state: 'open' });

    expect((await refusal(post(texsilk, { kind: 'offer', quantity: 6000 }))).message).to.include(
      'vouches',
    );
    const held = await post(texsilk, {
      kind: 'offer',
      quantity: 6000,
      sponsorId: clusterIds.get('Catalunya') ?? '',
    });
    expect(held.state).to.equal('review');
    expect((await refusal(lyon.http('listing:get', { listingId: held.id }))).code).to.equal(
      'not_found',
    );
    expect((await catalunya.http('listing:reviews', {})).map(({ id }) => id)).to.deep.equal([
      held.id,
    ]);
    expect(
      (
        await refusal(
          texsilk.http('listing:decide', {
            listingId: held.id,
            decision: 'open',
            version: held.version,
          }),
        )
      ).code,
    ).to.equal('forbidden');
    const told = await texsilk.socket();
    await catalunya.http('listing:decide', {
      listingId: held.id,
      decision: 'open',
      version: held.version,
    });
    expect(await told.next('listing:decided')).to.deep.include({ what: 'open' });
    told.close();
    const other = await post(lyon, { kind: 'offer', quantity: 5000, nuts: 'FRK26' });

    const { matches, near } = await milano.http('listing:matches', { listingId: request.id });
    expect(matches.map(({ listing }) => listing.id)).to.deep.equal([held.id, other.id]);
    expect(matches[0]?.score).to.deep.equal({
      category: 250,
      quantity: 150,
      time: 200,
      geography: 30,
      evidence: 60,
      language: 50,
    });
    expect(near).to.be.empty;

    const [first, second] = [
      await propose(milano, held.id, request.id, 6000),
      await propose(milano, other.id, request.id, 4000),
    ];
    const napoli = await personOf('Napoli');
    const rival = await post(napoli, { kind: 'request', quantity: 2000, nuts: 'ITF33' });
    const third = await propose(lyon, other.id, rival.id, 2000);
    expect((await refusal(act(milano, first.id, 'accept'))).code).to.equal('forbidden');
    expect(
      (await milano.http('commitment:list', { listingId: request.id })).map(
        ({ contacts }) => contacts,
      ),
    ).to.deep.equal([null, null]);
    await act(texsilk, first.id, 'accept');
    await act(lyon, second.id, 'accept');
    expect([
      await remaining(milano, held.id),
      await remaining(milano, other.id),
      await remaining(milano, request.id),
    ]).to.deep.equal([0, 1000, 0]);
    const [own] = await milano.http('commitment:list', { listingId: request.id });
    expect(own?.contacts?.request.email).to.equal(milano.account.email);

    const refused = await refusal(act(napoli, third.id, 'accept'));
    expect(refused.details).to.deep.include({ reason: 'INSUFFICIENT_REMAINING', remaining: 1000 });

    await act(texsilk, first.id, 'dispatch');
    await act(milano, first.id, 'receive', { received: 6000, accepted: 5900 });
    expect(await remaining(milano, request.id)).to.equal(100);
    expect((await refusal(act(texsilk, first.id, 'dispatch'))).details).to.deep.include({
      state: 'received',
    });
    expect((await refusal(act(texsilk, first.id, 'close'))).code).to.equal('forbidden');
    expect(await act(milano, first.id, 'close')).to.include({
      state: 'closed',
      received: 6000,
      accepted: 5900,
    });
    expect(
      (await refusal(act(milano, first.id, 'dispute', { reason: 'too late' }))).details,
    ).to.deep.include({ state: 'closed' });
    const card = await watching.next('feed:changed', ({ posts }) =>
      posts.some(({ listing }) => listing?.id === request.id && listing.remaining === 100),
    );
    expect(
      card.posts.find(({ listing }) => listing?.id === request.id)?.listing?.received,
    ).to.equal(5900);
    watching.close();
  });

  it('catches a fraud, and what relied on it', async function () {
    this.timeout(30_000);
    const [company, sponsor, clinic, validator] = [
      await personOf('Fresh', { kind: 'company', validated: false }),
      await personOf('Sponsor'),
      await personOf('Clinic'),
      await personOf('Laboratory', { roles: ['validator'] }),
    ];
    const offer = await post(company, {
      kind: 'offer',
      quantity: 5_000_000,
      claims: [],
      sponsorId: clusterIds.get('Sponsor') ?? '',
    });
    expect(offer.state).to.equal('review');
    expect(offer.holds).to.deep.equal(['OUTLIER', 'NB_MISSING']);
    expect((await refusal(clinic.http('listing:get', { listingId: offer.id }))).code).to.equal(
      'not_found',
    );
    const claims = [
      {
        code: 'EN149',
        level: 'documented' as const,
        regime: 'ppe_2016_425' as const,
        notifiedBody: '0161',
        certificate: 'EU-0161-1',
      },
    ];
    const corrected = await company.http('listing:edit', {
      listingId: offer.id,
      quantity: 50_000,
      claims,
    });
    expect(corrected.holds).to.be.empty;
    await sponsor.http('listing:decide', {
      listingId: offer.id,
      decision: 'open',
      version: corrected.version,
    });
    const request = await post(clinic, {
      kind: 'request',
      quantity: 20_000,
      requires: [{ code: 'EN149', min: 'documented' }],
    });
    expect(
      (await clinic.http('listing:matches', { listingId: request.id })).matches.map(
        ({ listing }) => listing.id,
      ),
    ).to.include(offer.id);
    const commitment = await propose(clinic, offer.id, request.id, 20_000);
    await act(company, commitment.id, 'accept');
    const socket = await clinic.socket();
    expect(
      (
        await refusal(
          moderator.http('listing:set-evidence', {
            listingId: offer.id,
            code: 'EN149',
            level: null,
            reason: 'The certificate is forged',
          }),
        )
      ).code,
    ).to.equal('forbidden');
    await validator.http('listing:set-evidence', {
      listingId: offer.id,
      code: 'EN149',
      level: null,
      reason: 'The certificate is forged',
    });
    expect(
      await socket.next('commitment:changed', ({ state }) => state === 'cancelled'),
    ).to.include({ flagged: 'EN149' });
    expect(await remaining(clinic, request.id)).to.equal(20_000);
    const { matches, near } = await clinic.http('listing:matches', { listingId: request.id });
    expect([...matches, ...near].some(({ listing }) => listing.id === offer.id)).to.equal(false);
    expect(await company.http('listing:get', { listingId: offer.id })).to.deep.include({
      state: 'review',
      holds: ['NB_MISSING'],
    });
    const log = await company.http('listing:decisions', { listingId: offer.id });
    expect(log.find(({ what }) => what === 'claim:set')).to.include({
      actorId: validator.account.id,
      reason: 'The certificate is forged',
    });
    socket.close();
  });

  it('never promises a piece twice, however many accept at once', async function () {
    this.timeout(60_000);
    const [giver, taker] = [await personOf('Giver'), await personOf('Taker')];
    const offer = await post(giver, { kind: 'offer', quantity: 10_000 });
    const requests = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        post(taker, {
          kind: 'request',
          quantity: 5000,
          product: null,
          cpv: '18143000',
          title: `Masks for ward ${n}`,
        }),
      ),
    );
    const proposals = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        propose(taker, offer.id, requests[n % 10]?.id ?? '', 1000),
      ),
    );
    const outcomes = await Promise.allSettled(proposals.map(({ id }) => act(giver, id, 'accept')));
    const accepted = outcomes.filter(({ status }) => status === 'fulfilled');
    expect(accepted).to.have.length(10);
    expect(await remaining(giver, offer.id)).to.equal(0);
    const left = await Promise.all(requests.map(({ id }) => remaining(giver, id)));
    expect(left.reduce((sum, each) => sum + each, 0)).to.equal(40_000);
  });

  it('plays the story of a bottleneck: capacity asks for what it is missing, and the board moves', async () => {
    const [weaver, converter, returning] = [
      await personOf('Weaver'),
      await personOf('Converter'),
      await personOf('Returning'),
    ];
    const cloth = { product: 'nonwoven', unit: 'KGM', title: 'Nonwoven for masks' } as const;
    const row = async (nuts: string) =>
      (await returning.http('exchange:board', { product: 'nonwoven', level: 2 })).rows.find(
        (each) => each.nuts === nuts,
      );
    await post(weaver, { ...cloth, kind: 'request', quantity: 10_000, nuts: 'ES511' });
    await post(await personOf('Spinner'), {
      ...cloth,
      kind: 'offer',
      quantity: 1800,
      nuts: 'ES512',
      shipsTo: ['ES51'],
      claims: [],
    });
    expect(await row('ES51')).to.include({
      demand: 10_000,
      supply: 1800,
      coverage: 0.18,
      gap: 8200,
    });

    const before = (await returning.http('channel:open', { channelId })).listed.head;
    const { epoch } = (await returning.http('channel:open', { channelId })).page;
    const capacity = {
      mode: 'capacity',
      ratePerWeek: 2000,
      from: soon(7),
      missingInputs: ['transport'],
    } as const;
    const offer = await post(converter, {
      ...cloth,
      ...capacity,
      missingInputs: ['transport'],
      kind: 'offer',
      quantity: 8000,
      nuts: 'ES511',
      shipsTo: ['ES'],
      claims: [],
    });
    expect(await row('ES51')).to.include({ supply: 9800, gap: 200 });
    const [transport, ...more] = await converter.http('listing:list', {
      own: true,
      upstreamId: offer.id,
    });
    expect(more).to.deep.equal([]);
    expect(transport).to.include({
      kind: 'request',
      product: 'transport',
      unit: 'KGM',
      quantity: 8000,
      state: 'open',
      on: soon(7),
      upstreamId: offer.id,
    });

    const missed = await returning.http('feed:sync', { channelId, epoch, since: before.rev });
    const posts = 'posts' in missed ? missed.posts : [];
    expect(posts.map(({ listing }) => listing?.id)).to.deep.equal([offer.id, transport?.id]);
  });

  it('plans for moderators: logged, the same again, and promised by nobody until both sides agree', async function () {
    this.timeout(30_000);
    const [giver, taker] = [await personOf('Supplier'), await personOf('Hospital')];
    const goggles = { product: 'goggles', title: 'Goggles for intensive care', claims: [] };
    const offer = await post(giver, { ...goggles, kind: 'offer', quantity: 1000 });
    const request = await post(taker, { ...goggles, kind: 'request', quantity: 400 });
    expect((await refusal(giver.http('plan:make', { planId: uuid() }))).code).to.equal('forbidden');
    const plan = await moderator.http('plan:make', { planId: uuid(), product: 'goggles' });
    expect(plan).to.include({ offers: 1, requests: 1, fillRate: 1, distance: 0 });
    expect(plan.shipments).to.deep.equal([
      { offerId: offer.id, requestId: request.id, quantity: 400 },
    ]);
    expect(
      (await moderator.http('plan:make', { planId: uuid(), product: 'goggles' })).digest,
    ).to.equal(plan.digest);
    expect(await moderator.http('plan:replay', { planId: plan.id })).to.deep.equal({ same: true });
    expect((await moderator.http('plan:list', {})).map(({ id }) => id)).to.include(plan.id);
    expect(
      (await moderator.http('plan:get', { planId: plan.id })).listings.map(({ id }) => id),
    ).to.have.members([offer.id, request.id]);

    const shipments = [
      { offerId: offer.id, requestId: request.id },
      { offerId: request.id, requestId: offer.id },
    ];
    const { proposed, refused } = await moderator.http('plan:propose', {
      planId: plan.id,
      shipments,
    });
    expect([proposed.length, refused.length]).to.deep.equal([1, 1]);
    expect(
      (await moderator.http('plan:propose', { planId: plan.id, shipments })).proposed,
    ).to.deep.equal(proposed);
    const id = proposed[0] ?? '';
    const one = await Promise.allSettled([act(giver, id, 'accept'), act(giver, id, 'accept')]);
    expect(one.filter(({ status }) => status === 'fulfilled')).to.have.length(1);
    expect(
      (await giver.http('commitment:list', { listingId: offer.id }))[0]?.commitment,
    ).to.include({ state: 'proposed', by: 'offer' });
    expect(await remaining(giver, offer.id)).to.equal(1000);
    const second = await forum.person('Second', ['moderator']);
    expect(
      (await second.http('plan:propose', { planId: plan.id, shipments })).proposed,
    ).to.deep.equal(proposed);
    const twice = await Promise.allSettled([
      act(giver, id, 'accept'),
      act(giver, id, 'accept'),
      act(giver, id, 'accept'),
    ]);
    expect(twice.map(({ status }) => status)).to.deep.equal(['rejected', 'rejected', 'rejected']);
    expect(await act(taker, id, 'accept')).to.include({ state: 'accepted' });
    expect(await remaining(giver, offer.id)).to.equal(600);
    expect(
      (await moderator.http('plan:make', { planId: uuid(), product: 'goggles' })).digest,
    ).not.to.equal(plan.digest);
  });

  it('lets who proposed take it back until it is answered, and tells the other side', async () => {
    const [giver, taker] = [await personOf('Hasty'), await personOf('Patient')];
    const offer = await post(giver, { kind: 'offer', quantity: 100 });
    const request = await post(taker, { kind: 'request', quantity: 100 });
    const proposal = await propose(giver, offer.id, request.id, 100);
    const socket = await taker.socket();
    expect(
      (await refusal(act(taker, proposal.id, 'cancel', { reason: 'not mine' }))).code,
    ).to.equal('forbidden');
    await act(giver, proposal.id, 'cancel', { reason: 'ten too many' });
    expect(
      await socket.next('commitment:changed', ({ state }) => state === 'cancelled'),
    ).to.include({ reason: 'ten too many' });
    expect(await remaining(giver, offer.id)).to.equal(100);
    expect((await refusal(act(taker, proposal.id, 'accept'))).details).to.deep.include({
      state: 'cancelled',
    });
    socket.close();
  });

  it('shows contacts only where something was accepted, whatever else is done to a proposal', async () => {
    const [giver, taker] = [await personOf('Shy'), await personOf('Curious')];
    const offer = await post(giver, { kind: 'offer', quantity: 100 });
    const request = await post(taker, { kind: 'request', quantity: 100 });
    const contacts = async () =>
      (await taker.http('commitment:list', { listingId: request.id })).map((each) => each.contacts);
    const first = await propose(taker, offer.id, request.id, 40);
    await act(taker, first.id, 'dispute', { reason: 'just to see' });
    expect(await contacts()).to.deep.equal([null]);
    const second = await propose(taker, offer.id, request.id, 60);
    await act(giver, second.id, 'accept');
    expect((await contacts()).filter(Boolean)).to.have.length(1);
    await act(giver, second.id, 'dispute', { reason: 'nobody answers' });
    expect((await contacts()).filter(Boolean)).to.have.length(1);
  });

  it('counts as the first answer only what the other side says', async () => {
    const [giver, taker] = [await personOf('Quick'), await personOf('Waiting')];
    const offer = await post(giver, {
      kind: 'offer',
      quantity: 500,
      product: 'disinfectant',
      unit: 'LTR',
      title: 'Disinfectant in drums',
      claims: [],
    });
    const request = await post(taker, {
      kind: 'request',
      quantity: 500,
      product: 'disinfectant',
      unit: 'LTR',
      title: 'Disinfectant, please',
    });
    const answered = async () =>
      (await taker.http('listing:get', { listingId: request.id })).firstResponseAt;
    const plan = await moderator.http('plan:make', { planId: uuid(), product: 'disinfectant' });
    await moderator.http('plan:propose', {
      planId: plan.id,
      shipments: [{ offerId: offer.id, requestId: request.id }],
    });
    await propose(taker, offer.id, request.id, 100);
    expect(await answered()).to.equal(null);
    await propose(giver, offer.id, request.id, 100);
    expect(await answered()).to.be.a('string');
  });

  it('closes what is complete, even when the last of it arrives while the listing is suspended', async () => {
    const [giver, taker] = [await personOf('Finisher'), await personOf('Finished')];
    const offer = await post(giver, { kind: 'offer', quantity: 50 });
    const request = await post(taker, { kind: 'request', quantity: 50 });
    const { id } = await propose(giver, offer.id, request.id, 50);
    await act(taker, id, 'accept');
    await act(giver, id, 'dispatch');
    await moderator.http('listing:decide', {
      listingId: request.id,
      decision: 'suspend',
      reason: 'looks odd',
    });
    await act(taker, id, 'receive', { received: 50, accepted: 50 });
    expect(
      await moderator.http('listing:decide', { listingId: request.id, decision: 'resume' }),
    ).to.include({ state: 'fulfilled', coverage: 'complete' });
    expect((await giver.http('listing:get', { listingId: offer.id })).state).to.equal('fulfilled');
  });

  it('lets proposals lapse and listings expire by the clock, asks before, and renews', async function () {
    this.timeout(30_000);
    const { clock } = forum.app.services.exchange;
    const [giver, taker] = [await personOf('Early'), await personOf('Late')];
    const offer = await post(giver, { kind: 'offer', quantity: 100 });
    const request = await post(taker, { kind: 'request', quantity: 100 });
    const proposal = await propose(taker, offer.id, request.id, 100);
    const asked = await taker.socket();
    await clock.tick(new Date(Date.now() + 49 * 3_600_000));
    expect((await refusal(act(giver, proposal.id, 'accept'))).details).to.deep.include({
      state: 'lapsed',
    });
    await clock.tick(new Date(Date.now() + 5.5 * 86_400_000));
    expect((await forum.app.stores.exchange.listing(request.id))?.asked).to.equal(true);
    expect((await asked.next('listing:ending')).id).to.equal(request.id);
    asked.close();
    await clock.tick(new Date(Date.now() + 8 * 86_400_000));
    expect((await taker.http('listing:get', { listingId: request.id })).state).to.equal('expired');
    expect((await refusal(propose(giver, offer.id, request.id, 100))).details).to.deep.include({
      state: 'expired',
    });
    const renewed = await taker.http('listing:renew', { listingId: request.id, days: 7 });
    expect(renewed.state).to.equal('open');
  });

  it('finds what a caller may see behind any number of listings that they may not', async () => {
    const [insider, outsider] = [await personOf('Insider'), await personOf('Outsider')];
    const seen = await post(insider, {
      kind: 'request',
      quantity: 7,
      product: 'ventilator',
      title: 'Seven ventilators',
    });
    const { channel } = await insider.http('channel:create', {
      name: `Among us ${uuid().slice(0, 6)}`,
      kind: 'private',
    });
    for (let n = 0; n < 6; n++)
      await insider.http('listing:create', {
        ...{
          channelId: channel.id,
          clientId: uuid(),
          kind: 'request',
          quantity: 7,
          cpv: '33157400',
          unit: 'H87',
          nuts: 'ES511',
          on: soon(5),
        },
        ...{ lang: 'es', title: 'Seven for ourselves' },
      });
    const found = await outsider.http('listing:list', { kind: 'request', limit: 2 });
    expect(found.map(({ id }) => id)).to.include(seen.id);
  });
});
