/** The rules Muster adds to Markdown: task lists, and `@name` and `#channel` as links. */
import type { MarkdownIt, StateCore, Token } from 'markdown-it';

/** What names in a text stand for; only these become links. */
export interface Names {
  handles: ReadonlySet<string>;
  channels: ReadonlySet<string>;
}

/** `- [ ] open` and `- [x] done` as items with a box that cannot be ticked. */
export function taskLists(markdown: MarkdownIt): void {
  markdown.core.ruler.after('inline', 'task-lists', (state) => {
    for (const [index, token] of state.tokens.entries()) {
      const mark = token.type === 'inline' ? /^\[([ xX])\] /.exec(token.content) : null;
      const item = state.tokens[index - 2];
      const first = token.children?.[0];
      if (!mark || item?.type !== 'list_item_open' || first?.type !== 'text') continue;
      const done = mark[1] !== ' ';
      item.attrJoin('class', 'task');
      first.content = first.content.slice(4);
      const box = new state.Token('html_inline', '', 0);
      box.content = `<input type="checkbox" disabled${done ? ' checked' : ''} aria-label="${done ? '✓' : '–'}"> `;
      token.children?.unshift(box);
    }
  });
}

/** Turns known names in running text into links; code and links are left alone. */
export function wordLinks(markdown: MarkdownIt): void {
  markdown.core.ruler.push('word-links', (state) => {
    const names = (state.env as { names?: Names }).names;
    if (!names || names.handles.size + names.channels.size === 0) return;
    for (const token of state.tokens) {
      if (token.type !== 'inline' || !token.children) continue;
      let depth = 0;
      token.children = token.children.flatMap((child) => {
        if (child.type === 'link_open') depth++;
        if (child.type === 'link_close') depth--;
        return child.type === 'text' && depth === 0
          ? split(child, names, (content) => html(state, content))
          : [child];
      });
    }
  });
}

function html(state: StateCore, content: string): Token {
  const token = new state.Token('html_inline', '', 0);
  token.content = content;
  return token;
}

function split(text: Token, names: Names, link: (content: string) => Token): Token[] {
  const parts = text.content.split(/((?<![\w/@#])[@#][a-z0-9][a-z0-9-]*)/gi);
  return parts
    .filter((part) => part !== '')
    .map((part) => {
      const name = part.slice(1).toLowerCase();
      if (part.startsWith('@') && names.handles.has(name))
        return link(`<a class="mention" href="/people/${name}">@${name}</a>`);
      if (part.startsWith('#') && names.channels.has(name))
        return link(`<a class="channel" href="/c/${name}">#${name}</a>`);
      return Object.assign(Object.create(Object.getPrototypeOf(text)), text, {
        content: part,
      }) as Token;
    });
}
