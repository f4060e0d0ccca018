import { expect } from 'chai';
import { slugOf } from '../../server/core/slug.ts';

describe('the slug of a name', () => {
  it('is readable in Latin letters, whatever the script', () => {
    for (const [name, slug] of [
      ['Иван Петров', 'ivan-petrov'],
      ['Søren Kjær', 'soren-kjaer'],
      ['Łukasz Wałęsa', 'lukasz-walesa'],
      ['Þór', 'thor'],
      ['Ελένη Π', 'eleni-p'],
      ['Новости', 'novosti'],
      ['Ελλάδα', 'ellada'],
      ['Nguyễn Thị', 'nguyen-thi'],
      ['Nguye\u0302\u0303n', 'nguyen'],
      ['გიორგი', 'giorgi'],
      ['王小明', 'wang-xiao-ming'],
      ['김철수', 'gim-cheol-su'],
      ['たなか', 'tanaka'],
      ['محمد', 'mhmd'],
      ['דוד', 'dvd'],
      ['राजेश', 'rajes'],
      ['D’Angelo', 'd-angelo'],
      ['Jean-Luc', 'jean-luc'],
      ['Ng', 'ng'],
      ['Ada ⚡', 'ada'],
      ['☆', ''],
    ] as const)
      expect(slugOf(name), name).to.equal(slug);
  });

  it('spells umlauts as the language of the name does', () => {
    for (const [name, languages, slug] of [
      ['Jürgen Müller', [], 'juergen-mueller'],
      ['Jürgen Müller', ['de-AT'], 'juergen-mueller'],
      ['Ju\u0308rgen Groß', ['en'], 'juergen-gross'],
      ['Ayşe Öztürk', [], 'ayse-ozturk'],
      ['Öztürk', ['tr'], 'ozturk'],
      ['Öztürk', ['tr', 'de'], 'oeztuerk'],
      ['Björn Åkesson', [], 'bjorn-akesson'],
      ['Mäkinen', ['fi'], 'makinen'],
    ] as const)
      expect(slugOf(name, languages), `${name} ${languages}`).to.equal(slug);
  });

  it('tells apart what differs by its signs', () => {
    expect(
      ['C', 'C#', 'C++', 'Help + offers', '#general'].map((name) => slugOf(name)),
    ).to.deep.equal(['c', 'c-sharp', 'c-plus-plus', 'help-offers', 'general']);
  });
});
