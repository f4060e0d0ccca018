/** Markdown → safe HTML, rendered once when a post is written and kept with it. */
import createMarkdown, { type Token } from 'markdown-it';
import { balanceDirections } from '../../../shared/direction.ts';
import { isBlank } from '../../../shared/text.ts';
import { attempt } from '../../core/deadline.ts';
import { coloured } from './posts.highlight.ts';
import { directions } from './posts.markdown.direction.ts';
import { writtenNumbers } from './posts.markdown.lists.ts';
import { emoji, mentionedIn, type Names, taskLists, wordLinks } from './posts.markdown.rules.ts';
import { largeTables } from './posts.markdown.tables.ts';

export interface Rendered {
  html: string;
  /** The text is one plain paragraph and says it all by itself. */
  plain: boolean;
  /** The handles that became links. */
  mentioned: string[];
}

const markdown = createMarkdown({ html: false, linkify: true, breaks: true })
  .use(emoji)
  .use(taskLists)
  .use(largeTables)
  .use(wordLinks)
  .use(writtenNumbers)
  .use(directions);

// A reference may be used thousands of times in one post: what it stands for would be, too.
markdown.disable('reference');

// Only addresses that say they are one: "muster.md" is a word.
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false });

/** Whether a link leaves the forum; a browser takes `//host` for an address elsewhere, too. */
function leaves(href: string): boolean {
  const here = 'http://here.invalid';
  if (!URL.canParse(href, here)) return true;
  const { protocol, origin } = new URL(href, here);
  return /^https?:$/.test(protocol) && origin !== here;
}

const { link_open: linkOpen } = markdown.renderer.rules;
markdown.renderer.rules.link_open = (tokens, index, options, env, self) => {
  const token = tokens[index];
  if (leaves(String(token?.attrGet('href')))) {
    token?.attrSet('target', '_blank');
    token?.attrSet('rel', 'noopener noreferrer nofollow');
  }
  return linkOpen
    ? linkOpen(tokens, index, options, env, self)
    : self.renderToken(tokens, index, options);
};

/** The HTML of code blocks that are shown in colour. */
const colours = new WeakMap<Token, string>();

const { fence } = markdown.renderer.rules;
markdown.renderer.rules.fence = (tokens, index, options, env, self) => {
  const token = tokens[index];
  const highlight = () => (token && colours.get(token)) ?? '';
  return fence ? fence(tokens, index, { ...options, highlight }, env, self) : '';
};

// Headings within a post stand below those of the page: day, then title.
for (const rule of ['heading_open', 'heading_close'])
  markdown.renderer.rules[rule] = (tokens, index, options, _env, self) => {
    const token = tokens[index];
    if (token) token.tag = `h${Math.min(6, Number(token.tag.slice(1)) + 3)}`;
    return self.renderToken(tokens, index, options);
  };

// A picture from elsewhere would tell its owner who reads: it stays a link.
markdown.renderer.rules.image = (tokens, index) => {
  const { escapeHtml } = markdown.utils;
  const token = tokens[index];
  const address = escapeHtml(String(token?.attrGet('src') ?? ''));
  return `<a href="${address}" target="_blank" rel="noopener noreferrer nofollow">${escapeHtml(token?.content || address)}</a>`;
};

// The page's policy allows no style of an element's own.
for (const cell of ['th_open', 'td_open'])
  markdown.renderer.rules[cell] = (tokens, index, options, _env, self) => {
    const token = tokens[index];
    const side = /text-align:(\w+)/.exec(String(token?.attrGet('style') ?? ''))?.[1];
    if (token && side)
      token.attrs = [
        ['class', `to-${side}`],
        ['dir', 'auto'],
      ];
    return self.renderToken(tokens, index, options);
  };

// A wide table scrolls in its own box.
markdown.renderer.rules.table_open = () =>
  '<div class="table" tabindex="0" role="region"><table>\n';
markdown.renderer.rules.table_close = () => '</table></div>\n';

/** Characters of HTML a text may become; what would become more is shown as it was written. */
const mostHtml = 64_000;

/** One line of prose in which no sign means anything to Markdown: most posts are such, and need no parser. */
const prose = /^(?!\d+[.)])[\p{L}\p{N}](?:[\p{L}\p{N} ,;.()?!'%€$+-]|~(?!~))*$/u;

/** What is drawn without a text. */
const drawn = /<(?:hr|input)\b/;

/** Whether anything of what was rendered can be seen. */
const shows = (html: string) => drawn.test(html) || !isBlank(html.replace(/<[^>]*>/g, ''));

const asParagraph = (text: string) => `<p dir="auto">${markdown.utils.escapeHtml(text)}</p>`;

/** Texts so short and without code blocks take a millisecond at most, whatever they say. */
const short = 600;
const codeFence = /```|~~~/;

/** Whether a text is rendered at once, so that it may be on the thread that serves everybody. */
export const isQuick = (text: string) =>
  prose.test(text) || (text.length <= short && !codeFence.test(text));

/** ms for parsing a text; one that takes longer is parsed block by block, with so many for each and for all. */
const parsing = { text: 200, block: 50, blocks: 200 };

type Env = { names: Names };

/** A text as plain as it was written: what it is shown as when it cannot be rendered. */
export function plainly(text: string): string {
  return asParagraph(balanceDirections(text)).replaceAll('\n', '<br>\n');
}

/** The source of each block that is not part of another one. */
function blocksOf(text: string): string[] {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const tokens: Token[] = [];
  markdown.block.parse(lines.join('\n'), markdown, {}, tokens);
  return tokens
    .filter(({ level, nesting }) => level === 0 && nesting >= 0)
    .map(({ map }) => lines.slice(...(map ?? [0, 0])).join('\n'));
}

/** The tokens of a text or, where it takes too long, of each of its blocks; a block that takes too long stays a text. */
function parsed(text: string, env: Env, inTime: typeof attempt): (Token[] | string)[] {
  if (isQuick(text)) return [markdown.parse(text, env)];
  const whole = inTime(parsing.text, () => markdown.parse(text, env));
  if (whole) return [whole];
  const until = performance.now() + parsing.blocks;
  const blocks = inTime(parsing.blocks, () => blocksOf(text)) ?? [text];
  return blocks.map(
    (block) =>
      inTime(Math.min(parsing.block, until - performance.now()), () =>
        markdown.parse(block, env),
      ) ?? block,
  );
}

/**
 * Renders within a second, whatever the text says.
 * @param inTime runs what may take too long; tests decide themselves what does
 */
export function render(text: string, names: Names, inTime = attempt): Rendered {
  if (prose.test(text))
    return { html: `<p dir="auto">${text.trim()}</p>`, plain: !text.endsWith(' '), mentioned: [] };
  const env: Env = { names };
  const pieces = parsed(text, env, inTime);
  const fences = pieces
    .flatMap((piece) => (typeof piece === 'string' ? [] : piece))
    .filter(({ type }) => type === 'fence')
    .map((token) => ({ token, code: token.content, language: languageOf(token) }));
  for (const [{ token }, html] of coloured(fences, inTime)) colours.set(token, html);
  const rendered = pieces
    .map((piece) =>
      typeof piece === 'string'
        ? `${plainly(piece)}\n`
        : markdown.renderer.render(piece, markdown.options, env),
    )
    .join('')
    .trim();
  const html = rendered.length > mostHtml || !shows(rendered) ? plainly(text) : rendered;
  return { html, plain: html === asParagraph(text), mentioned: mentionedIn(html) };
}

const languageOf = ({ info }: Token) =>
  markdown.utils.unescapeAll(info).trim().split(/\s/)[0] ?? '';
