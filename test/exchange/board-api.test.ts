import { expect } from 'chai';
import { weeksShown } from '../../shared/exchange/weeks.ts';
import { onEveryAdapter } from '../helpers/adapters.ts';
import { refusal } from '../helpers/app.ts';
import { type Exchange, soon, startExchange } from '../helpers/exchange.ts';

onEveryAdapter('the bottleneck board over HTTP', (adapter) => {
  let exchange: Exchange;
  let author: Awaited<ReturnType<Exchange['personOf']>>;

  before(async function () {
    this.timeout(60_000);
    exchange = await startExchange(adapter.settings());
    author = await exchange.personOf('Athens', { kind: 'authority' });
    await exchange.post(author, { kind: 'request', quantity: 500, nuts: 'EL303' });
  });
  after(() => exchange?.forum.stop());

  it('is a file of comma-separated values with names in the language asked for', async () => {
    await exchange.forum.app.stores.codes.keep([
      { list: 'nuts', code: 'EL303', lang: 'de', name: 'Zentralathen' },
    ]);
    const csv = async (query: object) =>
      new TextDecoder().decode((await author.http('exchange:board-csv', query)).content);
    expect(await csv({})).to.match(/^ffp2,FFP2 masks,18143000,,H87,EL,Greece,500,0,/m);
    const german = await csv({ lang: 'de', level: 3 });
    expect(german).to.match(/^ffp2,FFP2-Masken,18143000,,H87,EL303,Zentralathen,500,0,/m);
  });

  it('tells of the last eight weeks, and says so when asked for another', async () => {
    for (const week of weeksShown(new Date()))
      expect((await author.http('exchange:board', { week })).week).to.equal(week);
    for (const week of ['2020-01-06', '2020-01-07', '2999-01-04']) {
      const refused = await refusal(author.http('exchange:board', { week }));
      expect(refused.code).to.equal('bad_request');
      expect(refused.message).to.include('week').and.include(weeksShown(new Date())[0]);
    }
  });

  it('takes no listing whose dates lie more than two years away', async () => {
    for (const more of [{ on: soon(800) }, { on: '9999-12-31' }]) {
      const refused = await refusal(
        exchange.post(author, { kind: 'request', quantity: 1, ...more }),
      );
      expect(refused).to.include({ code: 'bad_request' });
      expect(refused.message).to.include('two years');
    }
    const offer = {
      kind: 'offer' as const,
      quantity: 40,
      mode: 'capacity' as const,
      ratePerWeek: 10,
    };
    for (const from of ['2001-01-01', soon(800)])
      expect((await refusal(exchange.post(author, { ...offer, from }))).message).to.include(
        'two years',
      );
    expect((await exchange.post(author, { ...offer, from: soon(600) })).from).to.equal(soon(600));
  });
});
