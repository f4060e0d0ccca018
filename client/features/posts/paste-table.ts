/** Puts a copied table where one writes; fetched with the first one. */
import { tableOfText, tablesOfHtml } from './tables.ts';

/** Characters beyond which a browser takes long to insert as if it were typed. */
const mostTyped = 20_000;

/** Whether the end of a text lies in code: within a fence, or between two backticks of a line. */
export function endsInCode(text: string): boolean {
  const lines = text.split('\n');
  let fence = '';
  for (const line of lines) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1] ?? '';
    if (!fence) fence = mark;
    else if (mark.startsWith(fence)) fence = '';
  }
  return fence !== '' || ((lines.at(-1) ?? '').match(/`/g)?.length ?? 0) % 2 === 1;
}

function markdownOf(html: string, plain: string): string | null {
  try {
    return /<table[\s>]/i.test(html) ? tablesOfHtml(html) : tableOfText(plain);
  } catch {
    // Nested too deeply: what was copied is not lost for that.
    return null;
  }
}

/** Inserts at the caret, as if it were typed: it can be undone. */
function insert(area: HTMLTextAreaElement, text: string) {
  area.focus();
  if (text.length <= mostTyped && document.execCommand('insertText', false, text)) return;
  area.setRangeText(text, area.selectionStart, area.selectionEnd, 'end');
  area.dispatchEvent(new InputEvent('input', { bubbles: true }));
}

/** A table stands in a paragraph of its own. */
function apart(area: HTMLTextAreaElement, table: string): string {
  const before = area.value.slice(0, area.selectionStart);
  const after = area.value.slice(area.selectionEnd);
  const lead =
    before === '' || before.endsWith('\n\n') ? '' : before.endsWith('\n') ? '\n' : '\n\n';
  return `${lead}${table}\n${after === '' || after.startsWith('\n') ? '' : '\n'}`;
}

/** Inserts a table as Markdown; in code, and where it is none that a post can show, as it is. */
export function pasteTable(area: HTMLTextAreaElement, html: string, plain: string): void {
  const inCode = endsInCode(area.value.slice(0, area.selectionStart));
  const table = inCode ? null : markdownOf(html, plain);
  insert(area, table === null ? plain : apart(area, table));
}
