import { expect } from 'chai';
import fc from 'fast-check';
import { gateOf, matchOf, type Offer, type Request, stemOf } from '../../shared/exchange/match.ts';
import {
  allocate,
  type PlannedOffer,
  type PlannedRequest,
  priorities,
} from '../../shared/exchange/plan.ts';

const side = {
  product: 'ffp2',
  cpv: '18143000',
  unit: 'H87',
  lot: 1,
  nuts: 'ES511',
  languages: ['es'],
  openedAt: '2020-03-24T10:00:00.000Z',
};

const anOffer = (more: Partial<PlannedOffer> = {}): PlannedOffer => ({
  ...side,
  id: 'o1',
  clusterId: 'texfor',
  remaining: 20_000,
  minShip: 0,
  maxRecipients: null,
  shipsTo: ['*'],
  deliverableOn: '2020-04-01',
  claims: [{ code: 'EN149', level: 'verified' }],
  clusterLevel: 'claimed',
  ...more,
});

const aRequest = (more: Partial<PlannedRequest> = {}): PlannedRequest => ({
  ...side,
  id: 'r1',
  clusterId: 'lombardia',
  quantity: more.remaining ?? 10_000,
  remaining: 10_000,
  minReceive: 0,
  partial: true,
  neededBy: '2020-04-01',
  toleranceDays: 0,
  requires: [{ code: 'EN149', min: 'documented' }],
  priority: 'critical',
  ...more,
});

const totalOf = (offer: Offer, request: Request) => {
  const found = matchOf(offer, request);
  return found.gate === null ? found.total : found.gate;
};

describe('the worked examples of a match', () => {
  it('1: everything fits', () => expect(totalOf(anOffer(), aRequest())).to.equal(1000));

  it('2: less, farther, later, documented, one language in common', () => {
    const offer = anOffer({
      remaining: 4000,
      nuts: 'DE111',
      deliverableOn: '2020-04-03',
      claims: [{ code: 'EN149', level: 'documented' }],
      languages: ['de', 'en'],
    });
    const found = matchOf(
      offer,
      aRequest({
        nuts: 'ITC4C',
        toleranceDays: 5,
        languages: ['it', 'en'],
        requires: [{ code: 'EN149', min: 'claimed' }],
      }),
    );
    expect(found).to.deep.equal({
      gate: null,
      score: { category: 250, quantity: 100, time: 120, geography: 30, evidence: 60, language: 50 },
      total: 610,
    });
  });

  it('3: another product, and a claim without evidence', () => {
    expect(gateOf(anOffer({ product: 'mask_surgical', cpv: '33199000' }), aRequest())).to.equal(
      'CATEGORY',
    );
    expect(gateOf(anOffer({ claims: [{ code: 'EN149', level: 'claimed' }] }), aRequest())).to.equal(
      'EVIDENCE:EN149',
    );
    expect(gateOf(anOffer({ claims: [] }), aRequest())).to.equal('CONFORMITY:EN149');
  });

  it('4: by code alone, in lots, early, by a verified cluster, with no language in common', () => {
    const kilos = { product: null, unit: 'KGM' };
    const offer = anOffer({
      ...kilos,
      cpv: '19200000',
      remaining: 5000,
      lot: 500,
      nuts: 'ITC11',
      claims: [],
      clusterLevel: 'verified',
      deliverableOn: '2020-03-30',
    });
    const found = matchOf(
      offer,
      aRequest({
        ...kilos,
        cpv: '19270000',
        remaining: 2000,
        nuts: 'ITC4C',
        requires: [],
        languages: ['it'],
      }),
    );
    expect(found).to.deep.equal({
      gate: null,
      score: {
        category: 150,
        quantity: 250,
        time: 200,
        geography: 112,
        evidence: 100,
        language: 0,
      },
      total: 812,
    });
  });

  it('shows the first gate that fails, in their order', () => {
    const gates: [Partial<PlannedOffer>, Partial<PlannedRequest>, string][] = [
      [{ clusterId: 'lombardia', remaining: 0 }, {}, 'SAME_CLUSTER'],
      [{ remaining: 0, unit: 'KGM' }, {}, 'EXHAUSTED'],
      [{ unit: 'KGM', product: 'gown' }, {}, 'UNIT'],
      [{ shipsTo: ['IT', 'FR'], deliverableOn: '2020-04-09' }, {}, 'AREA'],
      [{ deliverableOn: '2020-04-02', minShip: 50_000 }, {}, 'TOO_LATE'],
      [{ minShip: 50_000 }, {}, 'LOT'],
      [{ remaining: 4000 }, { minReceive: 5000 }, 'LOT'],
      [{ remaining: 4000 }, { partial: false }, 'NO_PARTIAL'],
      [{ lot: 3000 }, { partial: false }, 'NO_PARTIAL'],
    ];
    for (const [offer, request, gate] of gates)
      expect(gateOf(anOffer(offer), aRequest(request))).to.equal(gate);
    expect(stemOf('30000000')).to.equal('30');
    expect(stemOf('33157400')).to.equal('331574');
  });
});

describe('the worked examples of a plan', () => {
  it('5: two critical requests share what there is, a normal one gets nothing', () => {
    const offer = anOffer({ remaining: 100_000, lot: 1000 });
    const critical = (id: string) => aRequest({ id, remaining: 80_000 });
    const plan = allocate(
      [offer],
      [critical('r1'), critical('r2'), aRequest({ id: 'r3', remaining: 5000, priority: 'normal' })],
    );
    expect(plan.shipments.map(({ requestId, quantity }) => [requestId, quantity])).to.deep.equal([
      ['r1', 52_000],
      ['r2', 48_000],
    ]);
    expect(plan.fillRate).to.be.closeTo(100 / 165, 1e-9);
    expect(plan.shipmentsOf).to.deep.equal({ o1: 2 });
  });

  it('6: each takes from its best offer, then from the next', () => {
    const o1 = anOffer({ id: 'o1', remaining: 6000, lot: 100 });
    const o2 = anOffer({ id: 'o2', remaining: 5000, lot: 100, nuts: 'ES300' });
    const r1 = aRequest({ id: 'r1', remaining: 10_000, lot: 100 });
    const r2 = aRequest({ id: 'r2', remaining: 2000, lot: 100, nuts: 'ES300' });
    expect([totalOf(o1, r1), totalOf(o1, r2), totalOf(o2, r1), totalOf(o2, r2)]).to.deep.equal([
      900, 940, 815, 1000,
    ]);
    expect(allocate([o1, o2], [r1, r2]).shipments).to.deep.equal([
      { offerId: 'o1', requestId: 'r1', quantity: 6000 },
      { offerId: 'o2', requestId: 'r1', quantity: 3200 },
      { offerId: 'o2', requestId: 'r2', quantity: 1800 },
    ]);
  });
});

describe('any plan', () => {
  const region = fc.constantFrom('ES511', 'ES300', 'ITC4C', 'DE111');
  const some = {
    nuts: region,
    lot: fc.constantFrom(1, 1, 4, 6, 10, 100),
    openedAt: fc.constantFrom('2020-03-24T10:00:00.000Z', '2020-03-25T10:00:00.000Z'),
  };
  const offer = fc
    .record({
      ...some,
      remaining: fc.integer({ min: 1, max: 20_000 }),
      minShip: fc.constantFrom(0, 0, 500),
      maxRecipients: fc.constantFrom(null, null, 1, 2),
    })
    .map((more) => anOffer(more));
  const request = fc
    .record({
      ...some,
      quantity: fc.integer({ min: 1, max: 20_000 }),
      minReceive: fc.constantFrom(0, 0, 300),
      partial: fc.constantFrom(true, true, false),
      priority: fc.constantFrom(...priorities),
    })
    .map((more) => aRequest({ ...more, remaining: more.quantity }));
  const market = fc
    .record({
      offers: fc.array(offer, { maxLength: 8 }),
      requests: fc.array(request, { maxLength: 12 }),
    })
    .map(({ offers, requests }) => ({
      offers: offers.map((each, n) => ({ ...each, id: `o${n}` })),
      requests: requests.map((each, n) => ({ ...each, id: `r${n}` })),
    }));

  it('allocates no more than there is and than is wanted, in lots, whole or nothing where one must cover all, to no more than an offer wishes', () => {
    fc.assert(
      fc.property(market, ({ offers, requests }) => {
        const { shipments } = allocate(offers, requests);
        const sum = (key: 'offerId' | 'requestId', id: string) =>
          shipments
            .filter((each) => each[key] === id)
            .reduce((total, { quantity }) => total + quantity, 0);
        for (const { id, remaining, lot, minShip, maxRecipients } of offers) {
          expect(sum('offerId', id)).to.be.at.most(remaining);
          const own = shipments.filter(({ offerId }) => offerId === id);
          if (maxRecipients) expect(own.length).to.be.at.most(maxRecipients);
          for (const { quantity } of own) {
            expect(quantity % lot).to.equal(0);
            expect(quantity).to.be.at.least(minShip);
          }
        }
        for (const { id, quantity, lot, partial } of requests) {
          const got = sum('requestId', id);
          expect(got).to.be.at.most(quantity);
          expect(got % lot).to.equal(0);
          if (!partial) expect([0, quantity]).to.include(got);
          if (!partial)
            expect(shipments.filter(({ requestId }) => requestId === id).length).to.be.at.most(1);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('is the same whatever the order of the input', () => {
    fc.assert(
      fc.property(
        market.chain(({ offers, requests }) =>
          fc.record({
            plain: fc.constant({ offers, requests }),
            offers: fc.shuffledSubarray(offers, { minLength: offers.length }),
            requests: fc.shuffledSubarray(requests, { minLength: requests.length }),
          }),
        ),
        ({ plain, offers, requests }) => {
          expect(allocate(offers, requests)).to.deep.equal(allocate(plain.offers, plain.requests));
        },
      ),
      { numRuns: 300 },
    );
  });
});
