/** Ordered lists keep the numbers they were written with: `24. March` and below it `3. April` are dates, not items 24 and 25. */
import type { MarkdownIt, Token } from 'markdown-it';

/** Languages in whose month names a date may be written: those of Europe. */
const languages =
  'bg bs ca cs cy da de el en es et eu fi fr ga gl hr hu is it lb lt lv mk mt nb nl nn pl pt ro ru rm sk sl sq sr sv tr uk'.split(
    ' ',
  );
let months: ReadonlySet<string> | undefined;

/** The names of months, as they stand alone and beside a day, in full and short. */
function monthNames(): ReadonlySet<string> {
  const names = languages.flatMap((language) =>
    (['long', 'short'] as const).flatMap((month) =>
      [{ month }, { day: 'numeric', month } as const].flatMap((options) => {
        const format = new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' });
        return Array.from(
          { length: 12 },
          (_, n) =>
            format.formatToParts(Date.UTC(2020, n, 15)).find(({ type }) => type === 'month')
              ?.value ?? '',
        );
      }),
    ),
  );
  return new Set(
    names
      .map((name) => name.toLowerCase().replace(/\.$/, ''))
      .filter((name) => /\p{L}/u.test(name)),
  );
}

function beginsWithMonth(text: string): boolean {
  const word = /^[\p{L}\p{M}]+/u.exec(text)?.[0].toLowerCase();
  if (!word) return false;
  months ??= monthNames();
  return months.has(word);
}

interface Item {
  token: Token;
  number: number;
  text: string;
}

/** Gives items a `value` where counting on from the first would change their numbers; `1. 1. 1.` still counts by itself. */
export function writtenNumbers(markdown: MarkdownIt): void {
  markdown.core.ruler.push('written-numbers', (state) => {
    const open: Item[][] = [];
    for (const [index, token] of state.tokens.entries()) {
      if (token.type === 'ordered_list_open') open.push([]);
      else if (token.type === 'bullet_list_open') open.push([]);
      else if (token.type === 'bullet_list_close') open.pop();
      else if (token.type === 'ordered_list_close') keepNumbers(open.pop() ?? []);
      else if (token.type === 'list_item_open' && token.info)
        open.at(-1)?.push({
          token,
          number: Number(token.info),
          text:
            state.tokens[index + 2]?.type === 'inline'
              ? (state.tokens[index + 2]?.content ?? '')
              : '',
        });
    }
  });
}

function keepNumbers(items: readonly Item[]) {
  const first = items[0]?.number ?? 1;
  const counts = items.every(({ number }) => number === first) && first <= 1;
  if (counts && !items.some(({ text }) => beginsWithMonth(text))) return;
  for (const [place, { token, number }] of items.entries())
    if (number !== first + place) token.attrSet('value', `${number}`);
}
