import { expect } from 'chai';
import { v4 as uuid } from 'uuid';
import type { Sent } from '../../shared/contract/index.ts';
import type { Terms } from '../../shared/contract/listing.ts';
import { onEveryAdapter } from '../helpers/adapters.ts';
import { refusal } from '../helpers/app.ts';
import { type Exchange, soon, startExchange } from '../helpers/exchange.ts';

onEveryAdapter('posting to the exchange', (adapter) => {
  let { forum, moderator, channelId, clusterIds, personOf, post, propose, act } = {} as Exchange;

  before(async function () {
    this.timeout(60_000);
    ({ forum, moderator, channelId, clusterIds, personOf, post, propose, act } =
      await startExchange(adapter.settings()));
  });
  after(() => forum?.stop());

  it('keeps a draft for its author alone, on all their devices, until it is posted', async () => {
    const [author, other] = [await personOf('Drafter'), await personOf('Reader')];
    const clientId = uuid();
    const device = await author.socket();
    const begun = await author.http('listing:draft', {
      channelId,
      clientId,
      kind: 'offer',
      lang: 'es',
      product: 'gown',
    });
    expect(begun).to.include({ state: 'draft', title: '', quantity: 0, nuts: '' });
    expect((await device.next('listing:changed')).id).to.equal(begun.id);
    const more = await author.http('listing:draft', {
      channelId,
      clientId,
      kind: 'offer',
      lang: 'es',
      product: 'gown',
      quantity: 40,
      title: 'Gow',
    });
    expect(more).to.include({ id: begun.id, quantity: 40 });
    expect(
      (await author.http('listing:drafts', {})).map((draft) => [draft.clientId, draft.listing.id]),
    ).to.deep.equal([[clientId, begun.id]]);

    for (const nosy of [other, moderator]) {
      expect((await refusal(nosy.http('listing:get', { listingId: begun.id }))).code).to.equal(
        'not_found',
      );
      expect((await refusal(nosy.http('listing:discard', { listingId: begun.id }))).code).to.equal(
        'not_found',
      );
      expect(await nosy.http('listing:drafts', {})).to.be.empty;
    }
    expect((await moderator.http('listing:reviews', {})).map(({ id }) => id)).not.to.include(
      begun.id,
    );
    expect(await author.http('listing:list', { own: true })).to.be.empty;
    expect(
      (await refusal(author.http('listing:edit', { listingId: begun.id, quantity: 50 }))).details,
    ).to.deep.include({ state: 'draft' });

    const terms = {
      channelId,
      clientId,
      kind: 'offer',
      lang: 'es',
      product: 'gown',
      quantity: 40,
      unit: 'H87',
      nuts: 'ES511',
      on: soon(3),
    } as const;
    expect(
      (await refusal(author.http('listing:create', { ...terms, title: 'Gow' }))).message,
    ).to.include('title');
    const posted = await author.http('listing:create', { ...terms, title: 'Gowns for hospitals' });
    expect(posted.state).to.equal('open');
    expect(await device.next('listing:discarded')).to.deep.equal({ listingId: begun.id });
    expect((await refusal(author.http('listing:get', { listingId: begun.id }))).code).to.equal(
      'not_found',
    );
    expect(
      await author.http('listing:create', { ...terms, title: 'Gowns for hospitals' }),
    ).to.include({ id: posted.id, version: posted.version });
    expect(
      (
        await refusal(
          author.http('listing:create', { ...terms, title: 'Gowns for hospitals', nuts: 'ES300' }),
        )
      ).code,
    ).to.equal('conflict');
    const [first] = await author.http('listing:decisions', { listingId: posted.id });
    expect(first).to.include({ what: 'listing:create', before: 'draft', after: 'open' });
    expect(await author.http('listing:drafts', {})).to.be.empty;
    expect(
      (await refusal(author.http('listing:draft', { ...terms, title: 'Gowns again' }))).details,
    ).to.deep.include({ state: 'open', listingId: posted.id });
    expect(
      (await refusal(author.http('listing:discard', { listingId: posted.id }))).details,
    ).to.deep.include({ state: 'open' });
    expect((await other.http('listing:get', { listingId: posted.id })).title).to.equal(
      'Gowns for hospitals',
    );
    device.close();
  });

  it('keeps a draft whole that is too long to be posted', async () => {
    const author = await personOf('Wordy');
    const draft = {
      ...{ channelId, clientId: uuid(), kind: 'offer' as const, lang: 'es', product: 'gown' },
      ...{ title: 'g'.repeat(121), body: 'ñ'.repeat(4001) },
    };
    const kept = await author.http('listing:draft', draft);
    expect(kept).to.include({ title: draft.title, body: draft.body });
    const refused = await refusal(
      author.http('listing:create', {
        ...draft,
        on: soon(9),
        quantity: 5,
        unit: 'H87',
        nuts: 'ES511',
      }),
    );
    expect(refused.details?.issues).to.deep.equal([
      {
        path: 'title',
        problem: 'too_long',
        most: 120,
        unit: 'characters',
        message: 'at most 120 characters; it has 121',
      },
      {
        path: 'body',
        problem: 'too_long',
        most: 4000,
        unit: 'characters',
        message: 'at most 4000 characters; it has 4001',
      },
    ]);
  });

  it('drops a draft for good when its author discards it', async () => {
    const author = await personOf('Doubter');
    const device = await author.socket();
    const { id: listingId } = await author.http('listing:draft', {
      channelId,
      clientId: uuid(),
      kind: 'request',
      lang: 'es',
    });
    await author.http('listing:discard', { listingId });
    expect(await device.next('listing:discarded')).to.deep.equal({ listingId });
    expect((await refusal(author.http('listing:get', { listingId }))).code).to.equal('not_found');
    device.close();
  });

  it('lets no older copy of a draft take the place of a newer one, if it says on which it was written', async () => {
    const author = await personOf('TwoDesks');
    const draft = {
      channelId,
      clientId: uuid(),
      kind: 'offer',
      lang: 'es',
      product: 'gown',
    } as const;
    const { id: listingId, version } = await author.http('listing:draft', draft);
    await author.http('listing:draft', { ...draft, version, body: 'written on the phone' });
    const stale = await refusal(
      author.http('listing:draft', { ...draft, version, body: 'written before, sent late' }),
    );
    expect([stale.code, stale.details?.reason]).to.deep.equal(['conflict', 'WRITTEN_ELSEWHERE']);
    expect((await author.http('listing:get', { listingId })).body).to.equal('written on the phone');
    await author.http('listing:discard', { listingId });
    const dropped = await refusal(author.http('listing:draft', { ...draft, version: version + 1 }));
    expect(dropped.details?.reason).to.equal('WRITTEN_ELSEWHERE');
  });

  it('makes one listing of a draft, however often and fast it is saved and posted', async () => {
    const author = await personOf('Double');
    const clientId = uuid();
    const terms = {
      channelId,
      clientId,
      kind: 'request',
      lang: 'es',
      product: 'visor',
      quantity: 9,
      unit: 'H87',
      nuts: 'ES511',
      on: soon(3),
    } as const;
    const saves = () =>
      Array.from({ length: 5 }, () =>
        author.http('listing:draft', { ...terms, title: 'Visors for nine' }),
      );
    await Promise.allSettled(saves());
    const posts = Array.from({ length: 5 }, () =>
      author.http('listing:create', { ...terms, title: 'Visors for nine' }),
    );
    const outcomes = await Promise.allSettled([...posts, ...saves()]);
    const made = outcomes
      .slice(0, 5)
      .flatMap((outcome) => (outcome.status === 'fulfilled' ? outcome.value.id : []));
    expect(made).to.have.length(5);
    expect(new Set(made).size).to.equal(1);
    expect(await author.http('listing:drafts', {})).to.be.empty;
    expect(await author.http('listing:decisions', { listingId: made[0] ?? '' })).to.have.length(1);
  });

  it('takes changes of every field, reviews what matters, and keeps what was promised possible', async () => {
    const [author, taker] = [await personOf('Changer'), await personOf('Needy')];
    const offer = await post(author, {
      kind: 'offer',
      quantity: 1000,
      product: 'gown',
      title: 'Gowns to give',
      claims: [],
    });
    const edit = (patch: Omit<Sent<'listing:edit'>, 'listingId'>) =>
      author.http('listing:edit', { listingId: offer.id, ...patch });
    expect(
      await edit({ shipsTo: ['ES', 'FR'], minShip: 100, maxRecipients: 3, lot: 10, lang: 'en' }),
    ).to.include({ state: 'open', minShip: 100, lot: 10 });
    expect((await refusal(edit({ lot: 300 }))).message).to.include('quantity');
    expect((await refusal(edit({ toleranceDays: 3 }))).message).to.include('requests only');
    const request = await post(taker, {
      kind: 'request',
      quantity: 500,
      product: 'gown',
      title: 'Gowns we need',
    });
    const proposal = await propose(taker, offer.id, request.id, 500);
    await act(author, proposal.id, 'accept');
    expect((await taker.http('listing:get', { listingId: offer.id })).coverage).to.equal('partial');
    expect((await refusal(edit({ product: 'visor' }))).details).to.deep.include({
      reason: 'COMMITTED',
      committed: 500,
    });
    expect((await refusal(edit({ quantity: 400 }))).details).to.deep.include({
      reason: 'COMMITTED',
    });
    expect(await edit({ body: 'Payment in advance, please' })).to.deep.include({
      state: 'review',
      holds: ['ADVANCE_PAYMENT'],
    });
    expect(await edit({ quantity: 900 })).to.deep.include({
      state: 'review',
      holds: ['ADVANCE_PAYMENT'],
    });
    expect((await edit({ body: 'Packed in fifties', quantity: 900 })).holds).to.be.empty;
  });

  it('finds a listing where it was moved to, for whoever vouches for it now, and holds it if it is a second one there', async () => {
    const [author, old, next] = [
      await personOf('Mover'),
      await personOf('Before'),
      await personOf('After'),
    ];
    const visors = {
      kind: 'request',
      product: 'visor',
      title: 'Visors for the ward',
      sponsorId: clusterIds.get('Before') ?? '',
    } as const;
    const request = await post(author, { ...visors, quantity: 60, nuts: 'PT170' });
    await post(author, { ...visors, quantity: 70, nuts: 'FI1B1' });
    const found = async (nuts: string) =>
      (await author.http('listing:list', { nuts })).map(({ id }) => id);
    await author.http('listing:edit', { listingId: request.id, nuts: 'SE110' });
    expect([await found('PT170'), await found('SE110')]).to.deep.equal([[], [request.id]]);
    const doubled = await author.http('listing:edit', {
      listingId: request.id,
      nuts: 'FI1B1',
      sponsorId: clusterIds.get('After') ?? '',
    });
    expect(doubled).to.deep.include({ state: 'review', holds: ['DUPLICATE'] });
    expect(await old.http('listing:reviews', {})).to.be.empty;
    expect((await next.http('listing:reviews', {})).map(({ id }) => id)).to.deep.equal([
      request.id,
    ]);
  });

  it('writes the post of a listing, whatever its author has posted before', async () => {
    const author = await personOf('Blocker');
    const held = await post(author, { kind: 'offer', quantity: 3_000_000, nuts: 'IE061' });
    await author.http('post:create', { channelId, clientId: held.id, text: 'in the way' });
    await moderator.http('listing:decide', {
      listingId: held.id,
      decision: 'open',
      version: held.version,
    });
    expect((await moderator.http('post:get', { postId: held.postId })).listing?.id).to.equal(
      held.id,
    );
  });

  it('tells of what is posted in a private channel only those who may see it', async () => {
    const [author, colleague] = [await personOf('Insider'), await forum.person('Outside')];
    await forum.join(colleague, clusterIds.get('Insider') ?? '');
    const { channel } = await author.http('channel:create', {
      name: `Among us ${uuid().slice(0, 6)}`,
      kind: 'private',
    });
    const [theirs, reviewer, own] = await Promise.all([
      colleague.socket(),
      moderator.socket(),
      author.socket(),
    ]);
    const terms = {
      kind: 'offer',
      quantity: 2_000_000,
      unit: 'H87',
      nuts: 'ES511',
      on: soon(5),
      lang: 'es',
      product: 'gown',
      title: 'Gowns among us',
    } as const;
    const held = await author.http('listing:create', {
      channelId: channel.id,
      clientId: uuid(),
      ...terms,
    });
    await own.next('listing:changed', ({ id }) => id === held.id);
    const open = await post(author, {
      kind: 'offer',
      quantity: 2_000_000,
      product: 'gown',
      title: 'Gowns for all',
      nuts: 'ES300',
      claims: [],
    });
    for (const socket of [theirs, reviewer]) {
      await socket.next('listing:changed', ({ id }) => id === open.id);
      expect(socket.heard('listing:changed').map(({ id }) => id)).not.to.include(held.id);
      socket.close();
    }
    own.close();
    expect((await moderator.http('listing:reviews', {})).map(({ id }) => id)).not.to.include(
      held.id,
    );
  });

  it('proposes an answer as soon as it is open, once, and only as much as both have', async () => {
    const [asker, helper] = [await personOf('Asker'), await personOf('Answering')];
    const request = await post(asker, {
      kind: 'request',
      quantity: 700,
      product: 'goggles',
      title: 'Goggles, please',
    });
    const terms = {
      kind: 'offer',
      product: 'goggles',
      title: 'Goggles to give',
      claims: [],
      answersId: request.id,
    } as const;
    expect(
      (await refusal(post(helper, { ...terms, claims: [], kind: 'request', quantity: 5 }))).message,
    ).to.include('answersId');
    const told = await asker.socket();
    const held = await post(helper, { ...terms, claims: [], quantity: 2_000_000 });
    expect(held.state).to.equal('review');
    expect(told.heard('commitment:changed')).to.be.empty;
    await moderator.http('listing:decide', {
      listingId: held.id,
      decision: 'open',
      version: held.version,
    });
    expect(await told.next('commitment:changed')).to.include({
      offerId: held.id,
      requestId: request.id,
      quantity: 700,
      by: 'offer',
      state: 'proposed',
    });
    await moderator.http('listing:decide', {
      listingId: held.id,
      decision: 'suspend',
      reason: 'a second look',
    });
    await moderator.http('listing:decide', { listingId: held.id, decision: 'resume' });
    expect(await asker.http('commitment:list', { listingId: request.id })).to.have.length(1);
    told.close();
  });

  it('lets a listing end when its author says, and run on, never shorter than it would', async () => {
    const author = await personOf('Patience');
    const days = (n: number) => new Date(Date.now() + n * 86_400_000).toISOString();
    const offer = await post(author, {
      kind: 'offer',
      quantity: 10,
      nuts: 'IE042',
      expiresAt: days(30),
    });
    expect(
      (await author.http('listing:renew', { listingId: offer.id, days: 14 })).expiresAt,
    ).to.equal(offer.expiresAt);
    const later = days(60);
    const changed = await author.http('listing:edit', {
      listingId: offer.id,
      expiresAt: later,
      quantity: 20,
    });
    expect(changed).to.include({ expiresAt: later, state: 'review' });
    expect(
      (await refusal(author.http('listing:edit', { listingId: offer.id, expiresAt: days(100) })))
        .message,
    ).to.include('expiresAt');
  });

  it('keeps from others what an author made of an open listing, until somebody has reviewed it', async () => {
    const [author, other] = [await personOf('Author'), await personOf('Other')];
    const watching = await other.socket();
    const offer = await post(author, {
      kind: 'offer',
      quantity: 300,
      product: 'visor',
      title: 'Visors to give',
      claims: [],
    });
    const { version } = await author.http('listing:edit', {
      listingId: offer.id,
      quantity: 5_000_000,
    });
    const told = await watching.next('feed:changed', ({ posts }) =>
      posts.some(({ listing }) => listing?.id === offer.id && listing.state === 'review'),
    );
    expect(told.posts[0]?.listing).to.include({ quantity: 300, state: 'review' });
    expect(await other.http('listing:get', { listingId: offer.id })).to.include({
      quantity: 300,
      state: 'review',
    });
    const listed = await other.http('listing:list', { state: 'review' });
    expect(listed.find(({ id }) => id === offer.id)?.quantity).to.equal(300);
    expect((await author.http('listing:get', { listingId: offer.id })).holds).to.deep.equal([
      'OUTLIER',
    ]);
    await moderator.http('listing:decide', { listingId: offer.id, decision: 'open', version });
    await watching.next('feed:changed', ({ posts }) =>
      posts.some(({ listing }) => listing?.id === offer.id && listing.quantity === 5_000_000),
    );
    await author.http('listing:edit', {
      listingId: offer.id,
      body: 'Cut from **film**, packed in fifties.',
    });
    const reworded = await watching.next('feed:changed', ({ posts }) =>
      posts.some(({ text }) => text?.startsWith('Cut from')),
    );
    expect(reworded.posts[0]?.html).to.include('<strong>film</strong>');
    await author.http('listing:edit', { listingId: offer.id, quantity: 6_000_000 });
    await moderator.http('listing:decide', {
      listingId: offer.id,
      decision: 'reject',
      reason: 'far too many',
    });
    expect(await other.http('listing:get', { listingId: offer.id })).to.include({
      quantity: 5_000_000,
      state: 'rejected',
    });
    watching.close();
  });

  it('lets nothing that was held or suspended come back by expiring', async () => {
    const author = await personOf('Patient');
    const terms = {
      kind: 'offer',
      quantity: 5_000_000,
      product: 'visor',
      title: 'Visors by the million',
      claims: [],
    } as const;
    const held = await post(author, {
      ...terms,
      claims: [],
      expiresAt: new Date(Date.now() + 60_000).toISOString(),
    });
    expect(held.state).to.equal('review');
    await forum.app.services.exchange.clock.tick(new Date(Date.now() + 3_600_000));
    expect((await author.http('listing:get', { listingId: held.id })).state).to.equal('review');
    expect(
      (await refusal(author.http('listing:renew', { listingId: held.id }))).details,
    ).to.deep.include({ state: 'review' });
  });

  it('takes for a product only what is one, and for a missing input only once', async () => {
    const author = await personOf('Odd');
    expect(
      (
        await refusal(
          post(author, {
            kind: 'offer',
            quantity: 5,
            product: 'constructor',
            title: 'Built by nobody',
          }),
        )
      ).message,
    ).to.include('catalogue');
    const capacity = {
      mode: 'capacity',
      missingInputs: ['transport', 'transport', 'constructor'],
      title: 'Gowns from next week',
      product: 'gown',
    } as const;
    const offer = await post(author, {
      ...capacity,
      missingInputs: [...capacity.missingInputs],
      kind: 'offer',
      quantity: 900,
      claims: [],
    });
    expect(await author.http('listing:list', { own: true, upstreamId: offer.id })).to.have.length(
      1,
    );
  });

  it('takes products that an administrator added, with their codes', async () => {
    const giver = await personOf('Adder');
    expect(
      (
        await refusal(
          post(giver, { kind: 'offer', quantity: 10, product: 'swab', title: 'Swabs for tests' }),
        )
      ).message,
    ).to.include('catalogue');
    const swab = {
      slug: 'swab',
      cpv: '33140000',
      unit: 'H87' as const,
      names: { en: 'Swabs', de: 'Tupfer' },
    };
    expect((await refusal(giver.http('product:save', swab))).code).to.equal('forbidden');
    expect(
      (await refusal(moderator.http('product:save', { ...swab, slug: 'ffp2' }))).code,
    ).to.equal('conflict');
    const socket = await giver.socket();
    await moderator.http('product:save', swab);
    expect((await socket.next('product:changed')).names.de).to.equal('Tupfer');
    socket.close();
    const offer = await post(giver, {
      kind: 'offer',
      quantity: 10,
      product: 'swab',
      title: 'Swabs for tests',
    });
    expect(offer.cpv).to.equal('33140000');
    expect((await giver.http('product:list', {})).map(({ slug }) => slug)).to.deep.equal(['swab']);
  });

  it('refuses what is not sound, and says where', async () => {
    const giver = await personOf('Sound');
    const bad: [Partial<Terms>, string][] = [
      [{ product: 'unobtainium' }, 'product'],
      [{ quantity: 150, lot: 100 }, 'quantity'],
      [{ nuts: 'ESZZZ' }, 'nuts'],
      [{ nuts: 'GR30' }, 'nuts'],
      [{ toleranceDays: 3 }, 'requests only'],
      [{ priority: 'critical' }, 'Only authorities'],
      [{ claims: [{ code: 'EN149', level: 'verified', regime: 'none' }] }, 'claims'],
      [{ expiresAt: new Date(Date.now() + 100 * 86_400_000).toISOString() }, 'expiresAt'],
    ];
    for (const [terms, words] of bad)
      expect(
        (await refusal(post(giver, { kind: 'offer', quantity: 100, ...terms }))).message,
        words,
      ).to.include(words);
    const input = {
      channelId,
      clientId: uuid(),
      kind: 'offer',
      quantity: 100,
      unit: 'H87',
      nuts: 'ES511',
      on: soon(3),
      lang: 'es',
      title: 'Gowns for all',
      product: 'gown',
    } as const;
    const [one, two] = [
      await giver.http('listing:create', input),
      await giver.http('listing:create', input),
    ];
    expect(two.id).to.equal(one.id);
    const { page } = await giver.http('channel:open', { channelId });
    const own = page.posts.filter(({ listing }) => listing?.id === one.id);
    expect(own).to.have.length(1);
    expect(
      (await refusal(giver.http('post:delete', { postId: own[0]?.id ?? '' }))).details,
    ).to.deep.include({ reason: 'LISTING' });
  });
});
