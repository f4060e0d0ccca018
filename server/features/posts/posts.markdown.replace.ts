/** Replaces in the running text of a post what matches, seen together with the signs around it. */
import type { StateCore, Token } from 'markdown-it';

export interface Replacement {
  /** Global. May look at what stands beside a match, also where bold text or a line ends between them. */
  pattern: RegExp;
  /** Whether the text of a link stays as it is. */
  skipsLink(link: Token): boolean;
  /** Null leaves the match as it is. */
  replace(match: RegExpMatchArray): Token[] | null;
}

/** How many signs beyond a text a pattern may look at. */
const sight = 6;

/** Replaces what matches in all text but that of code. */
export function replaceText(state: StateCore, replacement: Replacement): void {
  for (const token of state.tokens)
    if (token.type === 'inline' && token.children)
      token.children = replacedIn(token.children, replacement);
}

function replacedIn(children: Token[], replacement: Replacement): Token[] {
  let links = 0;
  return children.flatMap((child, index) => {
    if (child.type === 'link_open' && replacement.skipsLink(child)) links++;
    if (child.type === 'link_close' && replacement.skipsLink(child)) links--;
    return child.type === 'text' && links === 0
      ? split(child, [beside(children, index, -1), beside(children, index, 1)], replacement)
      : [child];
  });
}

/** What is seen next to a token: bold text and the like begin and end without a sign. */
function beside(children: Token[], index: number, step: 1 | -1): string {
  for (let at = index + step; children[at]; at += step) {
    const { type, content } = children[at] as Token;
    if (type === 'softbreak' || type === 'hardbreak') return '\n';
    if (content) return step === 1 ? content.slice(0, sight) : content.slice(-sight);
  }
  return '';
}

function split(
  text: Token,
  [before, after]: [string, string],
  { pattern, replace }: Replacement,
): Token[] {
  const parts: Token[] = [];
  let from = 0;
  const keep = (to: number) => {
    if (to > from) parts.push(withContent(text, text.content.slice(from, to)));
  };
  for (const match of `${before}${text.content}${after}`.matchAll(pattern)) {
    const start = match.index - before.length;
    const end = start + match[0].length;
    const tokens = start >= from && end <= text.content.length ? replace(match) : null;
    if (!tokens) continue;
    keep(start);
    parts.push(...tokens);
    from = end;
  }
  if (from === 0) return [text];
  keep(text.content.length);
  return parts;
}

const withContent = (token: Token, content: string): Token =>
  Object.assign(Object.create(Object.getPrototypeOf(token)), token, { content });
