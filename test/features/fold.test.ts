import { expect } from 'chai';
import { beginningAt } from '../../client/features/posts/completion-word.ts';
import { fold, foundIn } from '../../shared/fold.ts';

describe('the form in which texts are compared', () => {
  it('knows no case and no accents, in any script', () => {
    for (const [one, other] of [
      ['Özt', 'özt'],
      ['Iğdır', 'IGDIR'],
      ['İzmir', 'izmir'],
      ['Straße', 'STRASSE'],
      ['STRAẞE', 'strasse'],
      ['Σωκράτης', 'ΣΩΚΡΑΤΗΣ'],
      ['ΟΔΟΣ', 'οδος'],
      ['Иван', 'ИВАН'],
      ['Ёлкин', 'елкин'],
      ['Łukasz', 'lukasz'],
      ['Søren Kjær', 'soren kjaer'],
      ['Þór', 'THOR'],
      ['Nguyễn Thị Ánh', 'nguyen thi anh'],
      ['مُحَمَّد', 'محمد'],
      ['שָׁלוֹם', 'שלום'],
      ['ＡＢＣ', 'abc'],
      ['Mu\u0308ller', 'Müller'],
      ['Հայկ', 'հայկ'],
    ] as const)
      expect(fold(one), one).to.equal(fold(other));
  });

  it('keeps what makes another word: vowel signs, and the marks of kana', () => {
    for (const [one, other] of [
      ['सीता', 'सत'],
      ['ทำ', 'ทา'],
      ['がく', 'かく'],
      ['Ana', 'Ena'],
    ] as const)
      expect(fold(one), one).not.to.equal(fold(other));
  });

  it('finds a name by the beginning of any of its words', () => {
    for (const [name, search] of [
      ['Max Müller', 'mü'],
      ['Max Müller', 'mu max'],
      ['Иван Петров', 'пет'],
      ['Ayşe Öztürk', 'ozt'],
      ["Shaun O'Neill", 'neill'],
      ["Shaun O'Neill", 'oneill'],
      ['Kaʻahumanu', 'kaahu'],
      ['Gal·la', 'galla'],
      ['李小龍', '小龍'],
      ['김철수', '철수'],
      ['Jean‑Luc', 'luc'],
    ] as const)
      expect(foundIn(name, search), `${name} by ${search}`).to.equal(true);
    expect(foundIn('Max Müller', 'ller')).to.equal(false);
    expect(foundIn('Max Müller', 'max x')).to.equal(false);
  });
});

describe('the word at the caret', () => {
  it('may be of any script', () => {
    for (const word of ['mü', 'Иван', 'özt', 'محم', 'सी', '李', 'Nguyễn', 'o’ne'])
      expect(beginningAt(`for @${word}`, word.length + 5), word).to.deep.include({
        sign: '@',
        word: word.toLowerCase(),
        from: 4,
      });
    expect(beginningAt('grüß@max', 8)).to.equal(null);
  });
});
