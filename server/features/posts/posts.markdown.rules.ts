/** The rules Muster adds to Markdown: task lists, emoji, and `@name` and `#channel` as links. */
import type { MarkdownIt, StateCore, Token } from 'markdown-it';
import { emojiSign } from '../../../shared/emoji.ts';
import { notAfter, wordSign } from '../../../shared/mention.ts';
import { replaceText } from './posts.markdown.replace.ts';

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

/** Shortcodes in a row, with no letter, digit or further colon beside them: `db8:a:b::1` and `1:100:3` are none. */
const shortcodes = /(?<![\p{L}\p{M}\p{N}_:])(?::[a-z0-9_+-]+:)+(?![\p{L}\p{M}\p{N}_:])/gu;

/** Turns `:shortcode:` into the emoji; an address that became a link by itself is left alone. */
export function emoji(markdown: MarkdownIt): void {
  markdown.core.ruler.before('text_join', 'emoji', (state) => {
    replaceText(state, {
      pattern: shortcodes,
      skipsLink: ({ info }) => info === 'auto',
      replace: ([found]) => [
        text(
          state,
          found.replace(/:([^:]+):/g, (whole, name: string) => emojiSign(name) ?? whole),
        ),
      ],
    });
  });
}

/**
 * `@name` or `#channel` that is a word of its own: neither the beginning of a longer name (`@max_power`, `@max.mustermann`,
 * `@Jürgen`) nor a part of an address (`@max@social.example`, `me@max.example`, `/@max`). A short ending after an apostrophe
 * may follow (`@max's`).
 */
const word = new RegExp(
  String.raw`${notAfter}([@#])([a-z0-9]+(?:-+[a-z0-9]+)*)(?!-*(?:${wordSign}|[@#=])|[.:/·][\p{L}\p{N}]|['’]\p{L}{4})`,
  'giu',
);

/** Turns known names in running text into links; code and links are left alone. */
export function wordLinks(markdown: MarkdownIt): void {
  markdown.core.ruler.before('text_join', 'word-links', (state) => {
    const { names } = state.env as { names: Names };
    if (names.handles.size + names.channels.size === 0) return;
    replaceText(state, {
      pattern: word,
      skipsLink: () => true,
      replace([, sign, written = '']) {
        const name = written.toLowerCase();
        if (sign === '#')
          return names.channels.has(name) ? link(state, 'channel', `/c/${name}`, `#${name}`) : null;
        return names.handles.has(name)
          ? link(state, 'mention', `/people/${name}`, `@${name}`)
          : null;
      },
    });
  });
}

function text(state: StateCore, content: string): Token {
  const token = new state.Token('text', '', 0);
  token.content = content;
  return token;
}

function link(state: StateCore, kind: string, href: string, shown: string): Token[] {
  const token = new state.Token('html_inline', '', 0);
  token.content = `<a class="${kind}" href="${href}">${shown}</a>`;
  return [token];
}

const mention = /<a class="mention" href="\/people\/([a-z0-9-]+)">/g;

/** The handles that became links in what was rendered. */
export const mentionedIn = (html: string): string[] => [
  ...new Set([...html.matchAll(mention)].map(([, handle = '']) => handle)),
];

/** The names in a text that may be members or channels, to be looked up before rendering. */
export function candidates(source: string): { handles: string[]; channels: string[] } {
  const found = [...source.matchAll(word)].map(([, sign, name = '']) => [sign, name.toLowerCase()]);
  const named = (by: string) => [
    ...new Set(found.flatMap(([sign, name]) => (sign === by && name ? [name] : []))),
  ];
  return { handles: named('@').slice(0, 50), channels: named('#').slice(0, 50) };
}
