/** Markdown → safe HTML, rendered once when a post is written and kept with it. */
import hljs from 'highlight.js/lib/common';
import createMarkdown from 'markdown-it';
import { full as emoji } from 'markdown-it-emoji';
import { balanceDirections } from '../../../shared/direction.ts';
import { isBlank } from '../../../shared/text.ts';
import { directions } from './posts.markdown.direction.ts';
import { writtenNumbers } from './posts.markdown.lists.ts';
import { type Names, taskLists, wordLinks } from './posts.markdown.rules.ts';

export interface Rendered {
  html: string;
  /** The text is one plain paragraph and says it all by itself. */
  plain: boolean;
}

const markdown = createMarkdown({ html: false, linkify: true, breaks: true, highlight })
  .use(emoji, { shortcuts: {} })
  .use(taskLists)
  .use(wordLinks)
  .use(writtenNumbers)
  .use(directions);

// A reference may be used thousands of times in one post: what it stands for would be, too.
markdown.disable('reference');

// Only addresses that say they are one: "muster.md" is a word.
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false });

function highlight(code: string, language: string): string {
  // Some grammars take seconds over long words; long code is read without colours.
  if (code.length > 4000 || /[\w$]{200}/.test(code)) return '';
  return language && hljs.getLanguage(language)
    ? hljs.highlight(code, { language, ignoreIllegals: true }).value
    : '';
}

const { link_open: linkOpen } = markdown.renderer.rules;
markdown.renderer.rules.link_open = (tokens, index, options, env, self) => {
  const token = tokens[index];
  if (/^https?:/.test(String(token?.attrGet('href')))) {
    token?.attrSet('target', '_blank');
    token?.attrSet('rel', 'noopener noreferrer nofollow');
  }
  return linkOpen
    ? linkOpen(tokens, index, options, env, self)
    : self.renderToken(tokens, index, options);
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

/** The names in a text that may be members or channels, to be looked up before rendering. */
export function candidates(text: string): { handles: string[]; channels: string[] } {
  const found = (sign: string) => [
    ...new Set(
      [
        ...text.matchAll(new RegExp(`(?<![\\w/${sign}])${sign}([a-z0-9][a-z0-9-]{0,45})`, 'gi')),
      ].map((match) => String(match[1]).toLowerCase()),
    ),
  ];
  return {
    handles: text.includes('@') ? found('@').slice(0, 50) : [],
    channels: text.includes('#') ? found('#').slice(0, 50) : [],
  };
}

/** Characters of HTML a text may become; what would become more is shown as it was written. */
const mostHtml = 64_000;

/** One line of prose in which no sign means anything to Markdown: most posts are such, and need no parser. */
const prose = /^(?!\d+[.)])[\p{L}\p{N}](?:[\p{L}\p{N} ,;.()?!'%€$+-]|~(?!~))*$/u;

/** What is drawn without a text. */
const drawn = /<(?:hr|input)\b/;

/** Whether anything of what was rendered can be seen. */
const shows = (html: string) => drawn.test(html) || !isBlank(html.replace(/<[^>]*>/g, ''));

const asParagraph = (text: string) => `<p dir="auto">${markdown.utils.escapeHtml(text)}</p>`;

export function render(text: string, names: Names): Rendered {
  if (prose.test(text))
    return { html: `<p dir="auto">${text.trim()}</p>`, plain: !text.endsWith(' ') };
  const rendered = markdown.render(text, { names }).trim();
  const html =
    rendered.length > mostHtml || !shows(rendered)
      ? asParagraph(balanceDirections(text)).replaceAll('\n', '<br>\n')
      : rendered;
  return { html, plain: html === asParagraph(text) };
}
