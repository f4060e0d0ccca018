/** Colours for code blocks. Some grammars take seconds over hostile code, so all run against the clock. */
import hljs from 'highlight.js/lib/common';
import type { attempt } from '../../core/deadline.ts';

export interface CodeBlock {
  code: string;
  language: string;
}

/** Longer code is read without colours. */
const longest = 4000;
/** ms for all blocks of a text; honest ones need a hundredth. */
const budget = 200;

const canColour = ({ code, language }: CodeBlock) =>
  language !== '' && code.length <= longest && hljs.getLanguage(language) !== undefined;

let compiled = false;

/** Grammars are compiled on first use, and one that was interrupted then would stay broken. */
function compileGrammars() {
  if (compiled) return;
  for (const language of hljs.listLanguages()) hljs.highlight('', { language });
  compiled = true;
}

/** The HTML of each block that could be coloured in time, of which each has its share, the short ones first. */
export function coloured<Block extends CodeBlock>(
  blocks: readonly Block[],
  inTime: typeof attempt,
): Map<Block, string> {
  const done = new Map<Block, string>();
  const waiting = blocks.filter(canColour).sort((a, b) => b.code.length - a.code.length);
  if (waiting.length > 0) compileGrammars();
  const until = performance.now() + budget;
  for (let block = waiting.pop(); block; block = waiting.pop()) {
    const { code, language } = block;
    const html = inTime(
      (until - performance.now()) / (waiting.length + 1),
      () => hljs.highlight(code, { language, ignoreIllegals: true }).value,
    );
    if (html !== undefined) done.set(block, html);
  }
  return done;
}
