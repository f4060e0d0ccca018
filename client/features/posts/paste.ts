/** Pasting: a table becomes a Markdown table; in code, and with Shift, what is pasted stays as it is. */
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';

/** Characters of HTML beyond which it is pasted as plain text: a screen full of cells has far less. */
const mostHtml = 500_000;

const mayBeTable = (html: string, plain: string) =>
  (html.length <= mostHtml && /<table[\s>]/i.test(html)) ||
  (plain.length <= mostHtml && /^[^\t\n][^\n]*\t[^\n]*\n[^\n]*\t/.test(plain));

/** What a field where one writes Markdown does when something is pasted. */
export function usePaste() {
  const plainly = useRef(false);
  return {
    onKeyDownCapture: ({ shiftKey, key }: KeyboardEvent) => {
      plainly.current = shiftKey && key.toLowerCase() === 'v';
    },
    onPaste: (event: JSX.TargetedClipboardEvent<HTMLTextAreaElement>) => {
      const area = event.currentTarget;
      const html = event.clipboardData?.getData('text/html') ?? '';
      const plain = (event.clipboardData?.getData('text/plain') ?? '').replace(/\r\n?/g, '\n');
      const asItIs = plainly.current;
      plainly.current = false;
      if (asItIs || !mayBeTable(html, plain)) return;
      event.preventDefault();
      const insertPlain = () => void document.execCommand('insertText', false, plain);
      void import('./paste-table.ts').then(
        ({ pasteTable }) => pasteTable(area, html, plain),
        insertPlain,
      );
    },
  };
}
