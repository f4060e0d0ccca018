import { expect } from 'chai';
import fc from 'fast-check';
import { type BoardRow, boardOf, type Counted } from '../../shared/exchange/board.ts';
import { boardCsv } from '../../shared/exchange/board-csv.ts';
import { leftIn, marked, weekOf, weeksShown } from '../../shared/exchange/weeks.ts';

const now = new Date('2020-04-01T12:00:00.000Z');
const base = {
  product: 'ffp2',
  cpv: '18143000',
  unit: 'H87',
  state: 'open',
  title: '',
  priority: 'normal',
  expiresAt: '2020-05-01T00:00:00.000Z',
};
let ids = 0;
const aListing = (
  kind: Counted['kind'],
  nuts: string,
  remaining: number,
  more: Partial<Counted> = {},
): Counted => ({
  ...base,
  id: `${ids++}`,
  kind,
  nuts,
  remaining,
  shipsTo: kind === 'offer' ? [nuts] : [],
  claims: [],
  openedAt: '2020-03-30T10:00:00.000Z',
  firstResponseAt: null,
  ...more,
});
const rowOf = (listings: Counted[], nuts: string, query = {}): BoardRow | undefined =>
  boardOf(listings, { level: 0, ...query }, now).rows.find((row) => row.nuts === nuts);

describe('the bottleneck board', () => {
  it('sets what is left of requests against what offers can deliver there', () => {
    const listings = [
      aListing('request', 'ES511', 1000),
      aListing('request', 'ES300', 1000),
      aListing('offer', 'ES213', 360),
      aListing('request', 'ITC4C', 500),
    ];
    expect(rowOf(listings, 'ES')).to.include({
      demand: 2000,
      supply: 360,
      coverage: 0.18,
      gap: 1640,
    });
    expect(rowOf(listings, '')).to.include({ demand: 2500, supply: 360, gap: 2140 });
    const shipping = [...listings, aListing('offer', 'FRK26', 360, { shipsTo: ['ES51'] })];
    expect(rowOf(shipping, 'ES51', { level: 2 })).to.include({
      demand: 1000,
      supply: 360,
      gap: 640,
    });
    expect(rowOf(shipping, 'ES')).to.include({ demand: 2000, supply: 720 });
  });

  it('counts what ships everywhere once, and gives it to the gaps in proportion', () => {
    const listings = [
      aListing('request', 'ES511', 3000),
      aListing('request', 'ITC4C', 1000),
      aListing('offer', 'ITC11', 400, { shipsTo: ['IT'] }),
      aListing('offer', 'DE212', 1800, { shipsTo: ['*'] }),
    ];
    expect(rowOf(listings, 'ES')).to.include({ supply: 1500, shared: 1500, gap: 1500 });
    expect(rowOf(listings, 'IT')).to.include({ supply: 700, shared: 300, gap: 300 });
    expect(rowOf(listings, '')).to.include({ demand: 4000, supply: 2200, shared: 1800, gap: 1800 });
  });

  it('shares the pool to the last piece, whatever its rounding', () => {
    const listings = [
      aListing('request', 'ITC4C', 6000),
      aListing('request', 'NL414', 800),
      aListing('offer', 'DE212', 2500, { shipsTo: ['*'] }),
    ];
    expect([rowOf(listings, 'IT')?.shared, rowOf(listings, 'NL')?.shared]).to.deep.equal([
      2206, 294,
    ]);
    expect(rowOf(listings, '')).to.include({ demand: 6800, supply: 2500, gap: 4300 });
  });

  it('counts an offer for a whole country in each of its regions that asks', () => {
    const listings = [
      aListing('request', 'ES511', 100),
      aListing('request', 'ES300', 100),
      aListing('offer', 'ES300', 60, { shipsTo: ['ES'] }),
    ];
    expect(rowOf(listings, 'ES51', { level: 2 })).to.include({ supply: 60 });
    expect(rowOf(listings, 'ES30', { level: 2 })).to.include({ supply: 60 });
    expect(rowOf(listings, '', { level: 2 })).to.include({ supply: 60 });
  });

  it('counts an offer once in a region that lies in another it names', () => {
    const listings = [
      aListing('request', 'ES511', 1000),
      aListing('offer', 'FRK26', 400, { shipsTo: ['ES', 'ES51', 'ES511'] }),
    ];
    for (const [level, nuts] of ['ES', 'ES5', 'ES51', 'ES511'].entries())
      expect(rowOf(listings, nuts, { level })).to.include({ supply: 400 });
  });

  it('does not let what one region has too much of hide what another lacks', () => {
    const listings = [
      aListing('request', 'SE110', 3000),
      aListing('request', 'BE211', 1000),
      aListing('offer', 'BE211', 12_000),
    ];
    expect(rowOf(listings, '')).to.include({
      demand: 4000,
      supply: 12_000,
      coverage: 0.25,
      gap: 3000,
    });
  });

  it('shows what is documented or better apart', () => {
    const claim = (level: 'claimed' | 'documented') => ({ claims: [{ code: 'EN149', level }] });
    const listings = [
      aListing('request', 'ES511', 100),
      aListing('offer', 'ES511', 30, claim('documented')),
      aListing('offer', 'ES511', 15, claim('claimed')),
      aListing('offer', 'ES511', 5),
    ];
    expect(rowOf(listings, 'ES511', { level: 3 })).to.include({ supply: 50, documented: 30 });
  });

  it('leaves out what is held, suspended or over, and what has expired although the clock is late', () => {
    const listings = [
      aListing('request', 'ES511', 100),
      aListing('request', 'ES511', 100, { state: 'review' }),
      aListing('request', 'ES511', 100, { state: 'suspended' }),
      aListing('request', 'ES511', 100, { expiresAt: '2020-04-01T11:59:59.000Z' }),
    ];
    expect(rowOf(listings, 'ES')?.demand).to.equal(100);
  });

  it('names the critical request that has waited longest, and the median time to a first answer', () => {
    const answered = (hours: number) => ({
      firstResponseAt: new Date(
        Date.parse('2020-03-30T10:00:00.000Z') + hours * 3_600_000,
      ).toISOString(),
    });
    const oldest = aListing('request', 'ES511', 5, {
      priority: 'critical',
      openedAt: '2020-03-28T00:00:00.000Z',
    });
    const row = rowOf(
      [
        aListing('request', 'ES511', 5, { priority: 'critical' }),
        oldest,
        aListing('request', 'ES511', 5, {
          priority: 'critical',
          openedAt: '2020-03-01T00:00:00.000Z',
          firstResponseAt: '2020-03-01T01:00:00.000Z',
        }),
        aListing('request', 'ES511', 5, answered(3)),
        aListing('request', 'ES511', 5, answered(9)),
      ],
      'ES',
    );
    expect(row?.oldest?.id).to.equal(oldest.id);
    expect(row?.response).to.equal(180);
  });

  it('tells of eight weeks, and can be looked at as any of them ended', () => {
    const trail = [
      { week: '2020-03-09', left: 1000 },
      { week: '2020-03-23', left: 400 },
    ];
    const board = boardOf([aListing('request', 'ES511', 250, { trail })], { level: 0 }, now);
    expect(board.weeks).to.deep.equal(weeksShown(now)).and.to.have.length(8);
    expect(board.weeks.at(-1)).to.equal('2020-03-30');
    expect(board.rows[0]?.trend.map(({ demand }) => demand)).to.deep.equal([
      0, 0, 0, 0, 1000, 1000, 400, 250,
    ]);
    expect(
      rowOf([aListing('request', 'ES511', 250, { trail })], 'ES', { week: '2020-03-16' })?.demand,
    ).to.equal(1000);
  });

  it('keeps a region and what lies in it, and one product', () => {
    const listings = [
      aListing('request', 'ES511', 1),
      aListing('request', 'ES300', 2),
      aListing('request', 'FRK26', 3),
      aListing('request', 'ES511', 4, { product: 'visor' }),
    ];
    const { rows } = boardOf(listings, { level: 2, nuts: 'ES', product: 'ffp2' }, now);
    expect(rows.map(({ nuts, demand }) => [nuts, demand])).to.deep.equal([
      ['ES30', 2],
      ['ES51', 1],
    ]);
  });

  it('never gives the regions more of the pool than there is, nor any of them more than its gap', () => {
    const amount = fc.integer({ min: 1, max: 100_000 });
    const region = fc.constantFrom('ES511', 'ES300', 'FRK26', 'ITC4C', 'DE212');
    fc.assert(
      fc.property(
        fc.array(fc.tuple(region, amount)),
        fc.array(amount),
        fc.array(fc.tuple(region, amount)),
        (requests, pool, local) => {
          const listings = [
            ...requests.map(([nuts, n]) => aListing('request', nuts, n)),
            ...pool.map((n) => aListing('offer', 'SE110', n, { shipsTo: ['*'] })),
            ...local.map(([nuts, n]) => aListing('offer', nuts, n)),
          ];
          const rows = boardOf(listings, { level: 3 }, now).rows.filter(({ nuts }) => nuts !== '');
          expect(rows.reduce((sum, { shared }) => sum + shared, 0)).to.be.at.most(
            pool.reduce((sum, n) => sum + n, 0),
          );
          for (const { demand, supply, shared, gap } of rows) {
            if (shared > 0) expect(supply).to.be.at.most(demand);
            expect(gap).to.equal(Math.max(0, demand - supply));
          }
        },
      ),
    );
  });

  it('gives the same figures as comma-separated values', () => {
    const board = boardOf(
      [aListing('request', 'ES511', 100), aListing('offer', 'FRK26', 25, { shipsTo: ['ES'] })],
      { level: 0 },
      now,
    );
    const names = {
      product: () => 'FFP2, "the good ones"',
      cpv: () => '=HYPERLINK("x")',
      region: (nuts: string) => nuts.toLowerCase(),
    };
    const [head, ...lines] = boardCsv(board, names).trimEnd().split('\r\n');
    expect(head).to.match(
      /^product,product_name,cpv,cpv_name,unit,nuts,region,demand,supply,documented,shared,coverage,gap,oldest_unanswered,response_minutes,demand_2020-02-10,/,
    );
    expect(lines[1]).to.include(
      `ffp2,"FFP2, ""the good ones""",18143000,"'=HYPERLINK(""x"")",H87,ES,es,100,25,0,0,0.2500,75,`,
    );
    expect(lines).to.have.length(board.rows.length);
  });
});

describe('weeks', () => {
  it('begin on Monday, by UTC', () => {
    expect(weekOf(new Date('2020-03-29T23:59:59.000Z'))).to.equal('2020-03-23');
    expect(weekOf(new Date('2020-03-30T00:00:00.000Z'))).to.equal('2020-03-30');
  });

  it('keep of a listing what was left as each of them ended', () => {
    const trail = [5, 4, 3].reduce(
      (before, left, n) =>
        marked(before, { week: weekOf(new Date(Date.UTC(2020, 2, 2 + 7 * n))), left }),
      marked([], { week: '2020-03-02', left: 9 }),
    );
    expect(
      leftIn(trail, ['2020-02-24', '2020-03-02', '2020-03-09', '2020-03-16', '2020-03-23']),
    ).to.deep.equal([0, 5, 4, 3, 3]);
  });
});
