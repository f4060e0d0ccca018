/** Pasting: a table becomes a Markdown table; in code, and with Shift, what is pasted stays as it is. */
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';

/** Characters of HTML beyond which it is pasted as plain text: a screen full of cells has far less. */
const mostHtml = 500_000;
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

const mayBeTable = (html: string, plain: string) =>
  (html.length <= mostHtml && /<table[\s>]/i.test(html)) ||
  (plain.length <= mostHtml && /^[^\t\n][^\n]*\t[^\n]*\n[^\n]*\t/.test(plain));

async function markdownOf(html: string, plain: string): Promise<string | null> {
  try {
    const { tableOfText, tablesOfHtml } = await import('./tables.ts');
    return /<table[\s>]/i.test(html) ? tablesOfHtml(html) : tableOfText(plain);
  } catch {
    // Nested too deeply, or not to be fetched: what was copied is not lost for that.
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

/** What a field where one writes Markdown does when something is pasted. */
export function usePaste() {
  const plainly = useRef(false);
  return {
    onKeyDownCapture: ({ shiftKey }: KeyboardEvent) => {
      plainly.current = shiftKey;
    },
    onPaste: (event: JSX.TargetedClipboardEvent<HTMLTextAreaElement>) => {
      const area = event.currentTarget;
      const html = event.clipboardData?.getData('text/html') ?? '';
      const plain = (event.clipboardData?.getData('text/plain') ?? '').replace(/\r\n?/g, '\n');
      const asItIs = plainly.current || endsInCode(area.value.slice(0, area.selectionStart));
      plainly.current = false;
      if (asItIs || !mayBeTable(html, plain)) return;
      event.preventDefault();
      void markdownOf(html, plain).then((table) =>
        insert(area, table === null ? plain : apart(area, table)),
      );
    },
  };
}
