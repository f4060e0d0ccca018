import { expect } from 'chai';
import fc from 'fast-check';
import { endsInCode } from '../../client/features/posts/paste-table.ts';
import { tableOfText, tablesOfHtml } from '../../client/features/posts/tables.ts';
import { render } from '../../server/features/posts/posts.markdown.ts';

const names = { handles: new Set<string>(), channels: new Set<string>() };

/** The cells of a table as a post shows them. */
const shown = (markdown: string): string[][] =>
  [...render(markdown, names).html.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = '']) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell = '']) =>
      cell
        .replace(/<[^>]*>/g, '')
        .replace(/&lt;/g, '<')
        .replace(/&gt;/g, '>')
        .replace(/&quot;/g, '"')
        .replace(/&amp;/g, '&'),
    ),
  );

describe('a pasted table', () => {
  it('of a spreadsheet has its first row for a head', () => {
    const excel = `<html><head><style>td { color: red }</style></head><body><!--StartFragment-->
      <table><col width=64><tr><td>Product</td><td align=right>Pieces</td></tr>
      <tr><td>Masks</td><td>20,000</td></tr></table><!--EndFragment--></body></html>`;
    const markdown = tablesOfHtml(excel) ?? '';
    expect(shown(markdown)).to.deep.equal([
      ['Product', 'Pieces'],
      ['Masks', '20,000'],
    ]);
    expect(markdown).to.not.include('Fragment').and.not.include('color');
  });

  it('keeps merged cells in their columns, and pipes and lines within their cell', () => {
    const markdown = tablesOfHtml(
      '<table><tr><th>a<th>b<th>c</tr><tr><td rowspan=2>A|B<td colspan=2>wide</tr>' +
        '<tr><td>x<br>y<td><p>one</p><p>two</p></tr></table>',
    );
    expect(shown(markdown ?? '')).to.deep.equal([
      ['a', 'b', 'c'],
      ['A|B', 'wide', ''],
      ['', 'x y', 'one two'],
    ]);
  });

  it('of a page keeps what surrounds it, links and emphasis, but no script, picture or strange address', () => {
    const markdown = tablesOfHtml(
      '<p>before</p><table><tr><th>what<th>where</tr><tr>' +
        '<td><b>masks</b> <img src=x onerror=alert(1) alt=photo><td><a href="https://e.org">e</a> ' +
        '<a href="javascript:alert(1)">j</a><script>alert(1)</script></tr></table>',
    );
    expect(markdown).to.equal(
      'before\n\n| what | where |\n| - | - |\n| **masks** photo | [e](https://e.org) j |',
    );
  });

  it('of text between tabs shows each cell as it was, whatever signs it has', () => {
    const cell = fc
      .string({ unit: fc.constantFrom(...'ab1|*_`#<>&[]()"\'\\~!-+. '), minLength: 1 })
      .map((text) => text.trim().replace(/\s+/g, ' ') || 'x');
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 2, maxLength: 5 }), (rows) => {
        const copied = rows
          .map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join('\t'))
          .join('\r\n');
        expect(shown(tableOfText(copied) ?? '')).to.deep.equal(rows);
      }),
      { numRuns: 500 },
    );
  });

  it('is none where tabs or tables only lay something out, or where it is too large to be shown', () => {
    for (const text of ['a\tb', 'a\n\tb', 'if:\n\tx\n\ty', 'a\tb\nc', 'a\tb\tc\nd\te', ''])
      expect(tableOfText(text), JSON.stringify(text)).to.equal(null);
    for (const html of [
      '<p>no table</p>',
      '<table><tr><td>one cell</td></tr></table>',
      '<table><tr><td>a<td>b</table>',
      '<table><tr><td>a<td><table><tr><td>b<td>c<tr><td>d<td>e</table><tr><td>f<td>g</table>',
    ])
      expect(tablesOfHtml(html), html).to.equal(null);
    expect(tableOfText('a\tb\n'.repeat(1001))).to.equal(null);
    expect(tablesOfHtml(`<table>${'<tr><td>a<td>b'.repeat(1001)}</table>`)).to.equal(null);
  });

  it('is bounded in what its cells claim to span', () => {
    const spans = 'colspan=99999999 rowspan=99999999';
    expect(
      tablesOfHtml(`<table><tr><td ${spans}>a<td>b<tr><td>c</table>`)?.length ?? 0,
    ).to.be.lessThan(2000);
  });

  it('stays as it is in code', () => {
    for (const text of ['```\na', '~~~ md\n', 'x\n  ````\n```\n', 'see `a'])
      expect(endsInCode(text), text).to.equal(true);
    for (const text of ['', '```\na\n```\n', 'a `b` c', '`\n'])
      expect(endsInCode(text), text).to.equal(false);
  });
});
