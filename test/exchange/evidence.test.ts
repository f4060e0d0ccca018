import { expect } from 'chai';
import type { Shelf } from '../../server/core/shelf.ts';
import type { Sent } from '../../shared/contract/index.ts';
import type { Listing } from '../../shared/contract/listing.ts';
import { onEveryAdapter } from '../helpers/adapters.ts';
import { type Caller, refusal } from '../helpers/app.ts';
import { documented, type Exchange, soon, startExchange } from '../helpers/exchange.ts';

onEveryAdapter('the evidence of an offer', (adapter) => {
  let { forum, moderator, personOf, post, propose, act, remaining } = {} as Exchange;
  let validator: Caller;
  let n = 0;

  before(async function () {
    this.timeout(60_000);
    ({ forum, moderator, personOf, post, propose, act, remaining } = await startExchange(
      adapter.settings(),
    ));
    validator = await personOf('Laboratory', { roles: ['validator'] });
  });
  after(() => forum?.stop());

  /** An offer with three commitments that rely on it: one proposed, one accepted, one on its way. */
  async function relied(
    claims: Listing['claims'] = documented,
    min: 'claimed' | 'documented' | 'verified' = 'documented',
  ) {
    const [giver, taker] = [await personOf(`Giver ${++n}`), await personOf(`Taker ${n}`)];
    const offer = await post(giver, { kind: 'offer', quantity: 600, claims });
    const request = await post(taker, {
      kind: 'request',
      quantity: 600,
      requires: [{ code: 'EN149', min }],
    });
    const ids: string[] = [];
    for (const actions of [[], ['accept'], ['accept', 'dispatch']] as const) {
      const { id } = await propose(taker, offer.id, request.id, 100);
      for (const action of actions) await act(giver, id, action);
      ids.push(id);
    }
    const states = async () =>
      (await taker.http('commitment:list', { listingId: request.id }))
        .map(({ commitment }) => commitment)
        .sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))
        .map(({ state, flagged }) => `${state} ${flagged}`);
    const get = () => giver.http('listing:get', { listingId: offer.id });
    return { giver, taker, offer, request, states, get };
  }
  const gone = (what: string) => [`cancelled ${what}`, `cancelled ${what}`, `dispatched ${what}`];
  const standing = ['proposed null', 'accepted null', 'dispatched null'];
  const judge = (listingId: string, level: Sent<'listing:set-evidence'>['level']) =>
    validator.http('listing:set-evidence', {
      listingId,
      code: 'EN149',
      level,
      reason: 'As the laboratory found',
    });

  it('cannot be taken away by its author under what relied on it', async () => {
    const { giver, taker, offer, request, states, get } = await relied();
    const sockets = await Promise.all([giver.socket(), taker.socket()]);
    await giver.http('listing:edit', { listingId: offer.id, claims: [] });
    for (const socket of sockets) {
      await socket.next(
        'commitment:changed',
        ({ state, flagged }) => state === 'cancelled' && flagged === 'EN149',
      );
      socket.close();
    }
    expect(await states()).to.deep.equal(gone('EN149'));
    expect(await remaining(taker, request.id)).to.equal(500);
    expect(await get()).to.deep.include({ state: 'review', holds: ['NB_MISSING'] });
    const { matches, near } = await taker.http('listing:matches', { listingId: request.id });
    expect([...matches, ...near].map(({ listing }) => listing.id)).not.to.include(offer.id);
    const { rows } = await taker.http('exchange:board', { product: 'ffp2' });
    const before = rows.find(({ nuts }) => nuts === '')?.supply ?? 0;
    await moderator.http('listing:decide', {
      listingId: offer.id,
      decision: 'open',
      version: (await get()).version,
    });
    const opened = await taker.http('exchange:board', { product: 'ffp2' });
    expect((opened.rows.find(({ nuts }) => nuts === '')?.supply ?? 0) - before).to.equal(500);
  });

  it('that is lowered ends what needed more, and nothing else', async () => {
    const verified = await relied(documented, 'claimed');
    await judge(verified.offer.id, 'claimed');
    expect(await verified.states()).to.deep.equal(standing);
    const needing = await relied(documented, 'documented');
    await judge(needing.offer.id, 'verified');
    await judge(needing.offer.id, 'documented');
    expect(await needing.states()).to.deep.equal(standing);
    await judge(needing.offer.id, 'claimed');
    expect(await needing.states()).to.deep.equal(gone('EN149'));
    expect((await needing.get()).state).to.equal('open');
  });

  it('that is revoked brings the offer back to review where it no longer passes the checks', async () => {
    const { offer, states, get } = await relied();
    await judge(offer.id, null);
    expect(await states()).to.deep.equal(gone('EN149'));
    expect(await get()).to.deep.include({ state: 'review', holds: ['NB_MISSING'] });
  });

  it('counts as claimed once it is past its end, with all that follows, once', async () => {
    const [claim] = documented;
    const lasting = [{ ...(claim as Listing['claims'][number]), expires: soon(2) }];
    const { giver, offer, states, get } = await relied(lasting);
    const days = (count: number) => new Date(Date.now() + count * 86_400_000);
    const { clock } = forum.app.services.exchange;
    await clock.tick(days(1.5));
    expect(await states()).to.deep.equal(standing);
    // Proposals lapse after two days; this one would have.
    await clock.tick(new Date(`${soon(3)}T00:00:01.000Z`));
    expect((await states()).slice(1)).to.deep.equal(gone('EN149').slice(1));
    const lapsed = await get();
    expect(lapsed).to.include({ state: 'open' });
    expect(lapsed.claims[0]).to.include({ level: 'claimed' });
    await clock.tick(new Date(`${soon(3)}T00:00:09.000Z`));
    expect((await get()).version).to.equal(lapsed.version);
    const log = await giver.http('listing:decisions', { listingId: offer.id });
    expect(log.filter(({ what }) => what === 'claim:expire')).to.have.length(1);
  });

  it('counts as claimed once it is past its end also in a forum that was restored', async () => {
    const [claim] = documented;
    const lasting = [{ ...(claim as Listing['claims'][number]), expires: soon(2) }];
    const giver = await personOf(`Giver ${++n}`);
    const { id } = await post(giver, { kind: 'offer', quantity: 10, claims: lasting });
    const shelf = forum.app.stores.shelves.listing as Shelf;
    const records: object[] = [];
    for await (const record of shelf.dump()) records.push(record);
    await shelf.load(records);
    await forum.app.services.exchange.clock.tick(new Date(`${soon(3)}T00:00:01.000Z`));
    const { claims } = await giver.http('listing:get', { listingId: id });
    expect(claims[0]).to.include({ level: 'claimed' });
  });

  it('that had ended before it was posted counts as claimed from the beginning', async () => {
    const giver = await personOf(`Giver ${++n}`);
    const [claim] = documented;
    const over = [{ ...(claim as Listing['claims'][number]), expires: '2020-03-01' }];
    const offer = await post(giver, { kind: 'offer', quantity: 10, claims: over });
    expect(offer.claims[0]).to.include({ level: 'claimed', expires: '2020-03-01' });
    const edited = await giver.http('listing:edit', { listingId: offer.id, claims: over });
    expect(edited.claims[0]).to.include({ level: 'claimed' });
  });

  it('is documented by a document or the number of a certificate, and not by a word', async () => {
    const giver = await personOf(`Giver ${++n}`);
    const [{ certificate: _, ...bare }] = documented as [Listing['claims'][number]];
    const refused = await refusal(post(giver, { kind: 'offer', quantity: 10, claims: [bare] }));
    expect(refused.details?.issues).to.deep.include({
      path: 'claims',
      problem: 'undocumented',
      message: 'what is documented has a document or the number of a certificate',
    });
    const claims = [{ ...bare, level: 'claimed' as const }];
    const offer = await post(giver, { kind: 'offer', quantity: 10, claims });
    const later = await refusal(
      giver.http('listing:edit', { listingId: offer.id, claims: [bare] }),
    );
    expect(later.code).to.equal('bad_request');
    // What a validator has seen needs no number, and may stay as it is.
    const judged = await judge(offer.id, 'documented');
    await giver.http('listing:edit', { listingId: offer.id, claims: judged.claims, quantity: 20 });
  });

  it('is worth nothing while the offer is suspended', async () => {
    const { taker, offer, request, states } = await relied();
    await moderator.http('listing:decide', {
      listingId: offer.id,
      decision: 'suspend',
      reason: 'Looked into',
    });
    expect(await states()).to.deep.equal(gone('SUSPENDED'));
    expect(await remaining(taker, request.id)).to.equal(500);
  });
});
