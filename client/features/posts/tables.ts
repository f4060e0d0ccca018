/** Tables of spreadsheets and web pages as Markdown; fetched with the first table that is pasted. */
import { tsvParseRows } from 'd3-dsv';
import type { Element, Nodes, Root } from 'hast';
import { fromHtml } from 'hast-util-from-html';
import { type Handle, toMdast } from 'hast-util-to-mdast';
import type { Nodes as Markdown, Table } from 'mdast';
import { gfmTableToMarkdown } from 'mdast-util-gfm-table';
import { toMarkdown } from 'mdast-util-to-markdown';

/** Cells of the largest table that a post shows as one, see the server's rendering. */
const mostCells = 2000;

/** Posts know strikethrough, which CommonMark does not. */
const strikethrough = { unsafe: [{ character: '~', inConstruct: 'phrasing' as const }] };

const written = (tree: Markdown): string =>
  toMarkdown(tree, {
    bullet: '-',
    extensions: [gfmTableToMarkdown({ tablePipeAlign: false }), strikethrough],
  });

const text = (value: unknown) => ({ type: 'text' as const, value: String(value ?? '') });

const elements = (node: Nodes, name: string): Element[] => {
  const found: Element[] = [];
  const waiting: Nodes[] = [node];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (next.type === 'element' && next.tagName === name) found.push(next);
    if ('children' in next) waiting.push(...[...next.children].reverse());
  }
  return found;
};

const cellsOf = (row: Element) => [...elements(row, 'td'), ...elements(row, 'th')];

/** How many columns or rows a cell covers, as far as a post can show it. */
const span = (value: unknown) => Math.min(Math.max(1, Number(value) || 1), 100);

const blocks = 'p div ul ol li dl dt dd blockquote pre h1 h2 h3 h4 h5 h6'.split(' ');

/** Puts on one line, as a cell of Markdown has it, what stood on lines of its own. */
function onOneLine(cell: Element): void {
  for (const block of blocks.flatMap((name) => elements(cell, name))) {
    block.tagName = 'span';
    block.children.push({ type: 'element', tagName: 'br', properties: {}, children: [] });
  }
}

/**
 * Readies a table of data: bounds what its cells span, and takes the first row for its head where it names none.
 * @returns how many cells it has; none when it only lays out a page
 */
function prepare(table: Element): number {
  const rows = elements(table, 'tr');
  const widths = rows.map((row) => {
    let width = 0;
    for (const { properties } of cellsOf(row)) {
      properties.colSpan = span(properties.colSpan);
      properties.rowSpan = span(properties.rowSpan);
      width += properties.colSpan;
    }
    return width;
  });
  const width = Math.max(0, ...widths);
  if (width < 2 || rows.length < 2 || elements(table, 'table').length > 1) return 0;
  for (const cell of rows.flatMap(cellsOf)) onOneLine(cell);
  if (elements(table, 'th').length === 0 && rows[0])
    for (const cell of cellsOf(rows[0])) cell.tagName = 'th';
  return width * rows.length;
}

/** A picture stays on the page it was copied from; its description comes along. */
const img: Handle = (_state, { properties }) => text(properties.alt);
/** HTML that holds tables, as Markdown; null when none of them is a table of data, or one is too large to be shown. */
export function tablesOfHtml(html: string): string | null {
  const root: Root = fromHtml(html);
  const sizes = elements(root, 'table').map(prepare);
  if (sizes.length === 0 || sizes.some((cells) => cells === 0 || cells > mostCells)) return null;
  for (const link of elements(root, 'a'))
    if (!/^(https?|mailto):/i.test(String(link.properties.href))) link.tagName = 'span';
  return written(
    toMdast(root, { handlers: { img }, nodeHandlers: { comment: () => undefined } }),
  ).trim();
}

/** Rows of cells between tabs, as spreadsheets copy them, as a Markdown table; null when they are none. */
export function tableOfText(copied: string): string | null {
  const rows = tsvParseRows(copied.replace(/\r\n?/g, '\n').replace(/\n+$/, ''));
  const width = rows[0]?.length ?? 0;
  const even = rows.every((row) => row.length === width);
  if (!even || width < 2 || rows.length < 2 || width * rows.length > mostCells) return null;
  const table: Table = {
    type: 'table',
    children: rows.map((cells) => ({
      type: 'tableRow',
      children: cells.map((cell) => ({
        type: 'tableCell',
        children: [text(cell.trim().replace(/\s+/g, ' '))],
      })),
    })),
  };
  return written(table).trim();
}
