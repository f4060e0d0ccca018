/** Large tables: a few thousand signs can ask for a hundred thousand cells, which rows that are too short get for free. */
import type { MarkdownIt, StateBlock } from 'markdown-it';

/** Cells of one table; a larger one is shown as it was written. */
export const mostCells = 2000;

const delimiters = /^[\s|:-]+$/;

const lineAt = (state: StateBlock, line: number) =>
  state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line]);

/** The line behind a table that begins at `start`; null when its cells are few enough, or when there is none. */
function endOfLargeTable(state: StateBlock, start: number, end: number): number | null {
  if (start + 2 > end) return null;
  const columns = lineAt(state, start + 1);
  if (!columns.includes('-') || !delimiters.test(columns) || !lineAt(state, start).includes('|'))
    return null;
  let behind = start + 2;
  while (
    behind < end &&
    (state.sCount[behind] ?? 0) >= state.blkIndent &&
    lineAt(state, behind).trim() !== ''
  )
    behind++;
  const wide = columns.split('|').filter((column) => column.trim() !== '').length;
  return wide * (behind - start - 1) > mostCells ? behind : null;
}

export function largeTables(markdown: MarkdownIt): void {
  markdown.block.ruler.before(
    'table',
    'large-table',
    (state, start, end, silent) => {
      const behind = endOfLargeTable(state, start, end);
      if (behind === null) return false;
      if (silent) return true;
      const token = state.push('code_block', 'code', 0);
      token.content = state.getLines(start, behind, state.blkIndent, true);
      token.map = [start, behind];
      state.line = behind;
      return true;
    },
    { alt: ['paragraph', 'reference'] },
  );
}
