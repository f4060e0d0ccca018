import { expect } from 'chai';
import { holdsOf } from '../../shared/exchange/holds.ts';

const plain = {
  kind: 'offer',
  product: 'gown',
  title: 'Gowns for hospitals',
  quantity: 100,
  claims: [],
} as const;

describe('what holds a listing for review', () => {
  for (const words of [
    'Payment in advance',
    'pre payment only',
    'prepaid',
    'We ask for 50 % upfront.',
    'Zahlung im Voraus',
    'nur gegen Vorkasse!',
    'pago por adelantado',
    'pagamento anticipato',
    'paiement anticipé',
    'pagament anticipat',
    'wymagana przedpłata',
  ])
    it(`is payment in advance, as in “${words}”`, () => {
      expect(holdsOf({ ...plain, body: words })).to.deep.equal(['ADVANCE_PAYMENT']);
    });

  for (const words of [
    'Anzahl: 500',
    'Advanced filters',
    'We anticipate no delay',
    'Paid by the region',
  ])
    it(`is not “${words}”`, () => {
      expect(holdsOf({ ...plain, body: words })).to.be.empty;
    });

  it('is a respirator without its notified body, whatever it is filed under', () => {
    const body = { code: 'EN149', notifiedBody: '0161' };
    for (const hidden of [
      { product: 'ffp2' },
      { product: null, cpv: '18143000' },
      { product: null, cpv: '33190000', title: 'FFP 2 masks' },
      { product: null, cpv: '33190000', claims: [{ code: 'EN149-2001' }] },
      { product: 'ffp3', claims: [{ code: 'EN166', notifiedBody: '0161' }] },
    ]) {
      expect(holdsOf({ ...plain, body: '', ...hidden }), JSON.stringify(hidden)).to.deep.equal([
        'NB_MISSING',
      ]);
      expect(holdsOf({ ...plain, body: '', ...hidden, claims: [body] })).to.be.empty;
      expect(holdsOf({ ...plain, body: '', ...hidden, kind: 'request' })).to.be.empty;
    }
  });

  it('is a notified body on a surgical mask, unless it is sterile', () => {
    const claim = { code: 'EN14683', notifiedBody: '0123' };
    expect(
      holdsOf({ ...plain, product: 'mask_surgical', body: '', claims: [claim] }),
    ).to.deep.equal(['NB_UNEXPECTED']);
    expect(
      holdsOf({
        ...plain,
        product: 'mask_surgical',
        body: '',
        claims: [claim, { code: 'STERILE' }],
      }),
    ).to.be.empty;
  });

  it('is a quantity above a million, or twenty times the median', () => {
    expect(holdsOf({ ...plain, body: '', quantity: 1_000_001 })).to.deep.equal(['OUTLIER']);
    expect(holdsOf({ ...plain, body: '', quantity: 2001 }, 100)).to.deep.equal(['OUTLIER']);
    expect(holdsOf({ ...plain, body: '', quantity: 2000 }, 100)).to.be.empty;
  });
});
