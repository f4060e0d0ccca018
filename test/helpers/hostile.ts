/** Texts made to take long: for the property that none of them holds up the server, and for the figure in the bench. */
import fc from 'fast-check';
import hljs from 'highlight.js/lib/common';
import { limits } from '../../shared/limits.ts';

const signs = [
  ...'[]()"\'`*_~<>&|\\#@:!-+=/{}$ \n\taA0',
  ...['[](', '![](', '**', '*_', '~~', '&amp;', '&#1;', '<a ', '](', '- ', '1. ', '> ', '\n- '],
  ...['\n> ', 'http://', 'https://a.b/(', '<http://a', 'a@b.', '|-|-\n', 'a|b\n', '- [ ] '],
  ...['# a\n', ':smile:', ':a', '/*', '<!--', '${'],
];

const unit = fc.array(fc.constantFrom(...signs), { minLength: 1, maxLength: 4 });
const filled = (parts: string[], length: number) => {
  const part = parts.join('');
  return part.repeat(Math.max(1, Math.floor(length / new TextEncoder().encode(part).length)));
};
const most = limits.post.most;

const prose = unit.map((parts) => `a${filled(parts, most - 1)}`);
/** As long as a text may be that is rendered on the main thread. */
const brief = unit.map((parts) => `a${filled(parts, 590)}`);
const table = fc
  .tuple(fc.integer({ min: 1, max: 2000 }), fc.constantFrom('|', 'x\n', 'x|y\n', '\n|'))
  .map(([columns, row]) =>
    `${'a|'.repeat(columns)}\n${'-|'.repeat(columns)}\n${row.repeat(8000)}`.slice(0, most),
  );
const nested = fc
  .tuple(fc.constantFrom('- ', '> ', '1. ', '* '), fc.integer({ min: 1, max: 170 }))
  .map(([mark, depth]) =>
    Array.from({ length: depth }, (_, n) => `${' '.repeat(n)}${mark}a`).join('\n'),
  );
const code = fc
  .tuple(fc.constantFrom(...hljs.listLanguages()), unit)
  .map(([language, parts]) =>
    `\`\`\`${language}\n${filled(parts, 3900)}\n\`\`\`\n`.repeat(4).slice(0, most),
  );

export const hostileCode = `\`\`\`md\n${'[]('.repeat(1330)}\n\`\`\`\n`;
/** Once held up everybody for seconds. */
export const knownHostile = [hostileCode.repeat(4), '<!--'.repeat(4000), '['.repeat(16_000)];

export const hostileTexts = fc
  .oneof(prose, brief, table, nested, code)
  .filter((text) => text.trim() !== '');
