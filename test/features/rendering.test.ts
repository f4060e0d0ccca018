import { expect } from 'chai';
import fc from 'fast-check';
import hljs from 'highlight.js/lib/common';
import { v4 as uuid } from 'uuid';
import { mostCells } from '../../server/features/posts/posts.markdown.tables.ts';
import { parsing, render } from '../../server/features/posts/posts.markdown.ts';
import { limits } from '../../shared/text.ts';
import { onEveryAdapter } from '../helpers/adapters.ts';
import { type Caller, refusal, startTestApp, type TestApp } from '../helpers/app.ts';

const names = { handles: new Set<string>(), channels: new Set<string>() };
const hostileCode = `\`\`\`md\n${'[]('.repeat(1330)}\n\`\`\`\n`;
const hostileText = hostileCode.repeat(4);

describe('rendering what is made to take long', () => {
  it('leaves only the code uncoloured that takes long, and renders everything else', () => {
    const { html } = render(
      `# Title\n\n${hostileText}\n- **bold**\n\n\`\`\`js\nconst a = 1;\n\`\`\`\n\n|a|b|\n|-|-|\n|1|2|\n`,
      names,
    );
    expect(html).to.include('>Title</h4>').and.include('<strong>bold</strong>');
    expect(html).to.include('<span class="hljs-keyword">const</span>').and.include('>2</td>');
    expect(html).to.include(`class="language-md">${'[]('.repeat(1330)}\n</code>`);
  });

  it('shows a block as it was written when parsing it takes too long, and only that block', () => {
    const text = `${'['.repeat(14_000)}<\n\n- **bold**\n\n${'word '.repeat(20)}`;
    const { html } = render(text, names, { ...parsing, text: 1, block: 4 });
    expect(html).to.include(`${'['.repeat(14_000)}&lt;</p>`);
    expect(html).to.include('<strong>bold</strong>');
  });

  it('shows a table of too many cells as it was written, in a quotation and a list, too', () => {
    const columns = Math.ceil(mostCells / 50);
    const table = (rows: number) => [
      'a|'.repeat(columns),
      '-|'.repeat(columns),
      ...Array.from({ length: rows }, () => 'x|y'),
    ];
    expect(render(table(45).join('\n'), names).html).to.include('>x</td>');
    for (const before of ['', '> ', '- item\n\n  ']) {
      const indent = before.split('\n').at(-1) ?? '';
      const lines = table(60).map((line, n) => `${n === 0 ? before : indent}${line}`);
      const { html } = render(`${lines.join('\n')}\n\n**after**`, names);
      expect(html).to.not.include('<table');
      expect(html).to.include('<pre dir="auto"><code>a|a|').and.include('<strong>after</strong>');
    }
  });
});

onEveryAdapter('texts made to take long', (adapter) => {
  let app: TestApp;
  let hostile: Caller;
  let member: Caller;
  let channelId: string;
  before(async () => {
    app = await startTestApp(adapter.settings());
    hostile = await app.person('Mallory');
    member = await app.person('Ada', ['administrator']);
    const { channel } = await member.http('channel:create', { name: 'General', kind: 'open' });
    channelId = channel.id;
    // Starts the threads.
    await Promise.all(
      [hostile, member].map((who) => who.http('post:preview', { text: hostileCode })),
    );
  });
  after(() => app?.stop());

  it('hold up the texts of nobody else', async () => {
    let answered = 0;
    const previews = Array.from({ length: 12 }, () =>
      hostile.http('post:preview', { text: hostileText }).then(() => answered++),
    );
    await member.http('post:create', {
      channelId,
      clientId: uuid(),
      text: `**Masks** are here. ${'word '.repeat(200)}`,
    });
    expect(answered).to.be.below(4);
    await Promise.all(previews);
  });

  it('are refused when too many of one member wait', async () => {
    const previews = Array.from({ length: 30 }, () =>
      hostile.http('post:preview', { text: hostileText }),
    );
    const refused = await refusal(Promise.all(previews));
    expect(refused).to.include({ code: 'rate_limited' });
    expect(refused.details).to.include({ retryAfter: 1 });
    await Promise.allSettled(previews);
  });

  /** The longest time in ms for which the server did nothing else while it rendered a text. */
  async function longestBlock(text: string): Promise<number> {
    let longest = 0;
    let last = performance.now();
    let watching = true;
    setImmediate(function turn() {
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
      if (watching) setImmediate(turn);
    });
    await hostile.http('post:preview', { text });
    watching = false;
    return longest;
  }

  /** The same, without what a busy machine adds now and then: what a text causes it causes every time. */
  async function blockCausedBy(text: string): Promise<number> {
    let least = Number.POSITIVE_INFINITY;
    for (let tries = 0; least >= 50 && tries < 6; tries++)
      least = Math.min(least, await longestBlock(text));
    return least;
  }

  it('never stop the server for 50 ms', async function () {
    this.timeout(120_000);
    const signs = [
      ...'[]()"\'`*_~<>&|\\#@:!-+=/{}$ \n\taA0',
      ...[
        '[](',
        '![](',
        '**',
        '~~',
        '&amp;',
        '&#1;',
        '<a ',
        '](',
        '- ',
        '1. ',
        '> ',
        '\n- ',
        '\n> ',
      ],
      ...[
        'http://',
        'https://a.b/(',
        'a@b.',
        '|-|-\n',
        'a|b\n',
        '- [ ] ',
        '# a\n',
        ':smile:',
        '/*',
        '<!--',
        '${',
      ],
    ];
    const unit = fc.array(fc.constantFrom(...signs), { minLength: 1, maxLength: 4 });
    const filled = (parts: string[], length: number) => {
      const part = parts.join('');
      return part.repeat(Math.max(1, Math.floor(length / new TextEncoder().encode(part).length)));
    };
    const prose = unit.map((parts) => `a${filled(parts, limits.post.most - 1)}`);
    const brief = unit.map((parts) => `a${filled(parts, 590)}`);
    const table = fc
      .tuple(fc.integer({ min: 1, max: 2000 }), fc.constantFrom('|', 'x\n', 'x|y\n', '\n|'))
      .map(([columns, row]) =>
        `${'a|'.repeat(columns)}\n${'-|'.repeat(columns)}\n${row.repeat(8000)}`.slice(
          0,
          limits.post.most,
        ),
      );
    const nested = fc
      .tuple(fc.constantFrom('- ', '> ', '1. ', '* '), fc.integer({ min: 1, max: 170 }))
      .map(([mark, depth]) =>
        Array.from({ length: depth }, (_, n) => `${' '.repeat(n)}${mark}a`).join('\n'),
      );
    const code = fc
      .tuple(fc.constantFrom(...hljs.listLanguages()), unit)
      .map(([language, parts]) =>
        `\`\`\`${language}\n${filled(parts, 3900)}\n\`\`\`\n`.repeat(4).slice(0, limits.post.most),
      );
    await fc.assert(
      fc.asyncProperty(fc.oneof(prose, brief, table, nested, code), async (text) => {
        fc.pre(text.trim() !== '');
        expect(await blockCausedBy(text)).to.be.below(50);
      }),
      { numRuns: 60, examples: [[hostileText], ['<!--'.repeat(4000)]] },
    );
  });
});
