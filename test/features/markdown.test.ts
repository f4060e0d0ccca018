import { expect } from 'chai';
import fc from 'fast-check';
import { render } from '../../server/features/posts/posts.markdown.ts';

const names = { handles: new Set<string>(), channels: new Set<string>() };

describe('rendering', () => {
  it('of plain prose, which skips the parser, is what the parser would make of it', () => {
    const signs = fc.constantFrom(..."ab1 9.)(-+,;?!%€$ü~’'");
    fc.assert(
      fc.property(fc.string({ unit: signs, minLength: 1 }), (text) => {
        const parsed = render(`**x**\n\n${text}`, names).html.replace(
          '<p dir="auto"><strong>x</strong></p>\n',
          '',
        );
        // What leaves nothing to see is another matter.
        fc.pre([text, parsed.replace(/<[^>]*>/g, '')].every((seen) => /[\p{L}\p{N}]/u.test(seen)));
        expect(render(text, names).html).to.equal(parsed);
      }),
      { numRuns: 2000 },
    );
  });

  it('of a table says by classes how its columns are aligned: the page allows no styles', () => {
    const { html } = render('| what | how much |\n|---|---:|\n| masks | 20 |', names);
    expect(html).to.include('<td class="to-right" dir="auto">20</td>').and.not.include('style');
  });

  it('of an ordered list keeps the numbers it was written with', () => {
    const numbers = (text: string) =>
      [...render(text, names).html.matchAll(/<(?:ol start|li value)="(\d+)"/g)].map(([, number]) =>
        Number(number),
      );
    expect(numbers('24. März: A\n3. April: B')).to.deep.equal([24, 3]);
    expect(numbers('1. Mai: A\n1. Juni: B')).to.deep.equal([1]);
    expect(numbers('9. мая\n12. червня\n30. Ιουνίου')).to.deep.equal([9, 12, 30]);
    expect(numbers('2019. first\n2020. second\n2023. third')).to.deep.equal([2019, 2023]);
    expect(numbers('3. c\n2. b\n1. a')).to.deep.equal([3, 2, 1]);
    expect(numbers('1. a\n   1. x\n   9. y\n2. b\n7. c')).to.deep.equal([9, 7]);
  });

  it('of a list that only says it is ordered counts by itself', () => {
    for (const text of ['1. a\n1. b\n1. c', '1. a\n2. b\n3. c', '0. a\n0. b'])
      expect(render(text, names).html).not.to.include('value=');
  });

  it('gives every block a direction of its own', () => {
    const { html } = render(
      '# שלום\n\nمرحبا `x`\n\n> a\n\n- b\n\n|c|\n|-|\n|d|\n\n```\ne\n```',
      names,
    );
    for (const tag of ['h4', 'p', 'code', 'blockquote', 'li', 'th', 'td'])
      expect(html, tag).to.match(new RegExp(`<${tag}( class="[^"]*")? dir="auto"`));
    expect(render('plain words', names).html).to.equal('<p dir="auto">plain words</p>');
  });

  it('ends every change of direction where its text ends', () => {
    for (const text of [
      'a \u202e b',
      '**a \u202e b** c',
      '`\u2067x`',
      '[\u202bx](https://example.eu)',
    ]) {
      const { html, plain } = render(text, names);
      expect(plain).to.equal(false);
      expect(html.match(/[\u202a\u202b\u202d\u202e]/g)?.length ?? 0).to.equal(
        html.match(/\u202c/g)?.length ?? 0,
      );
      expect(html).to.match(/[\u202c\u2069]</);
    }
    expect(render('a \u2069\u202c b', names).html).to.equal('<p dir="auto">a  b</p>');
  });

  it('shows what would leave nothing to see as it was written', () => {
    for (const text of [
      '#',
      '>',
      '[](https://example.eu)',
      '```\n```',
      '[\u200b](https://example.eu)',
    ])
      expect(render(text, names).html, text).to.match(/^<p dir="auto">\S/);
    expect(render('---', names).html).to.equal('<hr>');
  });
});
