import { expect } from 'chai';
import fc from 'fast-check';
import { render } from '../../server/features/posts/posts.markdown.ts';

const names = { handles: new Set<string>(), channels: new Set<string>() };

describe('rendering', () => {
  it('of plain prose, which skips the parser, is what the parser would make of it', () => {
    const signs = fc.constantFrom(..."ab1 9.)(-+,;?!%€$ü~’'");
    fc.assert(
      fc.property(fc.string({ unit: signs, minLength: 1 }), (text) => {
        fc.pre(text.trim() !== '');
        const parsed = render(`**x**\n\n${text}`, names).html.replace(
          '<p><strong>x</strong></p>\n',
          '',
        );
        expect(render(text, names).html).to.equal(parsed);
      }),
      { numRuns: 2000 },
    );
  });

  it('of a table says by classes how its columns are aligned: the page allows no styles', () => {
    const { html } = render('| what | how much |\n|---|---:|\n| masks | 20 |', names);
    expect(html).to.include('<td class="to-right">20</td>').and.not.include('style');
  });
});
