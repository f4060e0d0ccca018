import { expect } from 'chai';
import fc from 'fast-check';
import { v4 as uuid } from 'uuid';
import { attempt } from '../../server/core/deadline.ts';
import { mostCells } from '../../server/features/posts/posts.markdown.tables.ts';
import { render } from '../../server/features/posts/posts.markdown.ts';
import { onEveryAdapter } from '../helpers/adapters.ts';
import { type Caller, refusal, startTestApp, type TestApp } from '../helpers/app.ts';
import { hostileCode, hostileTexts, knownHostile } from '../helpers/hostile.ts';
import { countWork } from '../helpers/work.ts';

const names = { handles: new Set<string>(), channels: new Set<string>() };
const hostileText = hostileCode.repeat(4);

/** In place of the clock: interrupts the pieces of work whose numbers are given, counted from 0 in their order. */
function interrupting(...numbers: number[]): typeof attempt {
  let next = 0;
  return (_ms, work) => (numbers.includes(next++) ? undefined : work());
}

describe('rendering what is made to take long', () => {
  it('interrupts what would never end, and lets everything else finish', () => {
    const endless = () => {
      for (;;);
    };
    expect(attempt(20, endless)).to.equal(undefined);
    expect(attempt(20_000, () => 'done')).to.equal('done');
  });

  it('leaves only the code uncoloured that takes long, and renders everything else', () => {
    // The text is parsed first, then the code is coloured, the shortest first.
    const { html } = render(
      `# Title\n\n${hostileText}\n- **bold**\n\n\`\`\`js\nconst a = 1;\n\`\`\`\n\n|a|b|\n|-|-|\n|1|2|\n`,
      names,
      interrupting(2, 3, 4, 5),
    );
    expect(html).to.include('>Title</h4>').and.include('<strong>bold</strong>');
    expect(html).to.include('<span class="hljs-keyword">const</span>').and.include('>2</td>');
    expect(html).to.include(`class="language-md">${'[]('.repeat(1330)}\n</code>`);
  });

  it('shows a block as it was written when parsing it takes too long, and only that block', () => {
    const text = `${'['.repeat(14_000)}<\n\n- **bold**\n\n${'word '.repeat(20)}`;
    // The whole, then the search for blocks, then each block.
    const { html } = render(text, names, interrupting(0, 2));
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
    expect(answered).to.be.below(previews.length / 2);
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
});

describe('the thread that serves everybody', () => {
  /** Blocks of code run for one text: a few ms of work. What took seconds before ran many millions. */
  const most = 1_500_000;

  it('has little to do for a text, whatever it says', async function () {
    this.timeout(120_000);
    const forum = await startTestApp();
    const work = await countWork();
    try {
      const member = await forum.person('Mallory');
      await fc.assert(
        fc.asyncProperty(hostileTexts, async (text) => {
          await work.take();
          await member.http('post:preview', { text });
          expect(await work.take()).to.be.below(most);
        }),
        { numRuns: 100, examples: knownHostile.map((text) => [text]) },
      );
    } finally {
      work.close();
      await forum.stop();
    }
  });
});
