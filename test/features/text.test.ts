import { expect } from 'chai';
import { balanceDirections, isolate } from '../../shared/direction.ts';
import { isBlank, lengthOf, textProblem } from '../../shared/text.ts';

describe('text that people write', () => {
  it('is blank when nothing of it can be seen', () => {
    const blank = [
      ...['', ' \n\t', '\u200b\u200b', '\u2800', '\u3164', '\u00a0\u2003\u3000', '\u0301\u0302'],
      ...['<!-- -->', '<!-- a\nb -->\u200d', '&nbsp;', '&#8203;&#x200B;', '\ufe0f', '\u{e0041}'],
      ...['\u202e\u2066', '\ufeff', '\u115f\u1160', '\uffa0', '\u180e', '\0', '\ud800', '\ufffc'],
    ];
    for (const text of blank) expect(isBlank(text), JSON.stringify(text)).to.equal(true);
    for (const text of [
      '.',
      '-',
      'ß',
      '😀',
      '👨‍👩‍👧',
      '1️⃣',
      'हि',
      '\u200bа',
      '<!-- open',
      '&amp;',
      '。',
    ])
      expect(isBlank(text), JSON.stringify(text)).to.equal(false);
  });

  it('is as long as it has code points', () => {
    expect(lengthOf('a😀ü')).to.equal(3);
    expect(textProblem('😀'.repeat(5), { least: 5, most: 5 })).to.equal(undefined);
    expect(textProblem('😀'.repeat(6), { most: 5 })).to.equal('too_long');
  });

  it('does not reach its least length by what is invisible, but by every letter and mark', () => {
    expect(textProblem('a\u200b\u200b\u200b\u2800', { least: 5, most: 9 })).to.equal('too_short');
    expect(textProblem('हिंदी', { least: 5, most: 9 })).to.equal(undefined);
    expect(textProblem('a b c', { least: 5, most: 9 })).to.equal(undefined);
  });

  it('closes what it opens and opens what it closes, line by line', () => {
    expect(balanceDirections('a\u202eb')).to.equal('a\u202eb\u202c');
    expect(balanceDirections('a\u202eb\nc\u2067d')).to.equal('a\u202eb\u202c\nc\u2067d\u2069');
    expect(balanceDirections('\u2067\u202e\u2069x')).to.equal('\u2067\u202e\u202c\u2069x');
    expect(balanceDirections('\u202c\u2069x')).to.equal('x');
    expect(balanceDirections('\u2067שלום\u2069')).to.equal('\u2067שלום\u2069');
  });

  it('is isolated within a sentence only where its direction could matter', () => {
    expect(isolate('Ada')).to.equal('Ada');
    expect(isolate('محمد')).to.equal('\u2068محمد\u2069');
    expect(isolate('x\u2069\u202ey')).to.equal('\u2068x\u202ey\u202c\u2069');
  });
});
