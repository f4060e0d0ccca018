import { expect } from 'chai';
import { onEveryAdapter } from '../helpers/adapters.ts';
import { refusal } from '../helpers/app.ts';
import { type Exchange, startExchange } from '../helpers/exchange.ts';

onEveryAdapter('a dispute', (adapter) => {
  let { forum, moderator, clusterIds, personOf, post, propose, act } = {} as Exchange;
  let n = 0;

  before(async function () {
    this.timeout(60_000);
    ({ forum, moderator, clusterIds, personOf, post, propose, act } = await startExchange(
      adapter.settings(),
    ));
  });
  after(() => forum?.stop());

  /** A commitment of everything that there is, disputed after some steps. */
  async function disputed(...steps: ('accept' | 'dispatch' | 'receive')[]) {
    const [giver, taker] = [await personOf(`Giver ${++n}`), await personOf(`Taker ${n}`)];
    const offer = await post(giver, { kind: 'offer', quantity: 100 });
    const request = await post(taker, { kind: 'request', quantity: 100 });
    const { id } = await propose(taker, offer.id, request.id, 100);
    const more = { receive: { received: 100, accepted: 100 } } as Record<string, object>;
    for (const step of steps) await act(step === 'receive' ? taker : giver, id, step, more[step]);
    await act(taker, id, 'dispute', { reason: 'These are no masks' });
    const sums = async () => {
      const [gives, takes] = [
        await giver.http('listing:get', { listingId: offer.id }),
        await taker.http('listing:get', { listingId: request.id }),
      ];
      return [gives, takes].map(
        ({ state, committed, dispatched, received, remaining }) =>
          `${state} ${committed} ${dispatched} ${received} ${remaining}`,
      );
    };
    return { giver, taker, offer, request, id, sums };
  }
  const reason = 'Both were heard';
  const free = ['open 0 0 0 100', 'open 0 0 0 100'];

  for (const steps of [
    [],
    ['accept'],
    ['accept', 'dispatch'],
    ['accept', 'dispatch', 'receive'],
  ] as const)
    it(`that is called off frees everything, after ${['proposed', ...steps].at(-1)}`, async () => {
      const { id, sums } = await disputed(...steps);
      expect(await act(moderator, id, 'cancel', { reason })).to.include({
        state: 'cancelled',
        reason,
      });
      expect(await sums()).to.deep.equal(free);
    });

  it('can end with what arrived, and what of it was taken', async () => {
    const { taker, id, sums } = await disputed('accept', 'dispatch');
    await act(moderator, id, 'receive', { received: 90, accepted: 60, reason });
    expect(await sums()).to.deep.equal(['open 0 10 90 0', 'open 0 0 60 40']);
    expect(await act(taker, id, 'close')).to.include({ state: 'closed' });
  });

  it('can end with other figures than were told before', async () => {
    const { id, sums } = await disputed('accept', 'dispatch', 'receive');
    expect(await sums()).to.deep.equal(['fulfilled 0 0 100 0', 'fulfilled 0 0 100 0']);
    await act(moderator, id, 'receive', { received: 100, accepted: 30, reason });
    expect(await sums()).to.deep.equal(['fulfilled 0 0 100 0', 'open 0 0 30 70']);
  });

  it('can end with the shipment lost: what was asked for is asked for again, what was given is gone', async () => {
    const { id, sums } = await disputed('accept', 'dispatch');
    await act(moderator, id, 'lose', { reason });
    expect(await sums()).to.deep.equal(['open 0 100 0 0', 'open 0 0 0 100']);
  });

  it('is decided by a moderator of neither side, with a reason, once, and both sides hear of it', async () => {
    const { giver, taker, offer, id } = await disputed('accept');
    const involved = await forum.person('Involved', ['moderator']);
    await forum.join(involved, clusterIds.get(`Giver ${n}`) ?? '');
    for (const who of [giver, taker, involved])
      expect((await refusal(act(who, id, 'cancel', { reason }))).details).to.deep.include({
        reason: 'NEUTRAL_MODERATORS_ONLY',
      });
    for (const [action, more] of [
      ['cancel', {}],
      ['lose', {}],
      ['receive', { received: 1, accepted: 1 }],
    ] as const)
      expect((await refusal(act(moderator, id, action, more))).message).to.include('reason');
    const sockets = await Promise.all([giver.socket(), taker.socket()]);
    await act(moderator, id, 'cancel', { reason });
    for (const socket of sockets) {
      await socket.next('commitment:changed', ({ state }) => state === 'cancelled');
      socket.close();
    }
    expect((await refusal(act(moderator, id, 'lose', { reason }))).details).to.deep.include({
      state: 'cancelled',
    });
    const log = await giver.http('listing:decisions', { listingId: offer.id });
    expect(log.find(({ what }) => what === 'commitment:cancel')).to.include({
      actorId: moderator.account.id,
      before: 'disputed',
      after: 'cancelled',
      reason,
    });
  });
});
