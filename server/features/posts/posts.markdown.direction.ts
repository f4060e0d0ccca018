/** Every block of a post finds its own direction, and no direction control reaches beyond the text it stands in. */
import type { MarkdownIt, Token } from 'markdown-it';
import { balanceDirections } from '../../../shared/direction.ts';

const blocks = new Set([
  'paragraph_open',
  'heading_open',
  'list_item_open',
  'blockquote_open',
  'th_open',
  'td_open',
  'fence',
  'code_block',
]);

export function directions(markdown: MarkdownIt): void {
  markdown.core.ruler.push('directions', (state) => {
    for (const token of state.tokens)
      for (const each of [token, ...(token.children ?? [])]) settle(each);
  });
}

function settle(token: Token) {
  if (blocks.has(token.type)) token.attrSet('dir', 'auto');
  if (token.children === null || token.type === 'image')
    token.content = balanceDirections(token.content);
}
