import { expect } from 'chai';
import { dayTexts } from '../../client/features/exchange/day-text.ts';

const letters = { day: 'DD', month: 'MM', year: 'YYYY' };

describe('a day as text', () => {
  it('is written as its reader writes dates, and read again as the same day', () => {
    for (const [locale, written, pattern] of [
      ['de', '05.12.2026', 'DD.MM.YYYY'],
      ['de-AT', '05.12.2026', 'DD.MM.YYYY'],
      ['en-GB', '05/12/2026', 'DD/MM/YYYY'],
      ['en-US', '12/05/2026', 'MM/DD/YYYY'],
      ['en-CA', '2026-12-05', 'YYYY-MM-DD'],
      ['en-SE', '2026-12-05', 'YYYY-MM-DD'],
    ] as const) {
      const days = dayTexts(locale);
      expect(days.write('2026-12-05'), locale).to.equal(written);
      expect(days.read(written), locale).to.equal('2026-12-05');
      expect(days.pattern(letters), locale).to.equal(pattern);
      expect(days.read('2026-12-05'), locale).to.equal('2026-12-05');
      expect(days.read('5. 12. 2026'), locale).to.equal('2026-12-05');
    }
  });

  it('is read however it is typed', () => {
    const { read } = dayTexts('de');
    for (const text of [
      ' 1.3.2027',
      '01.03.2027',
      '1. 3. 2027',
      '1/3/2027',
      '1-3-2027',
      '2027-3-1',
    ])
      expect(read(text), text).to.equal('2027-03-01');
    expect(dayTexts('en-US').read('3/1/2027')).to.equal('2027-03-01');
    expect(dayTexts('en-US').read('3-1-2027')).to.equal('2027-03-01');
    expect(read('29.2.2028')).to.equal('2028-02-29');
  });

  it('is none where no such day exists, or a part is missing', () => {
    const { read } = dayTexts('en-GB');
    for (const text of [
      ...['', 'tomorrow', '1.3.', '1.3.27', '1.3.202', '30/2/2027', '29.2.2027', '32.1.2027'],
      ...['1.13.2027', '0.1.2027', '1.0.2027', '2027', '2027-12', '1.3/2027', '2027-02-30'],
    ])
      expect(read(text), text).to.equal(null);
  });
});
