/** Rules for text people write, the same on both sides: how long it is, and whether anything of it shows. */
import type { Bounds } from './limits.ts';

const encoder = new TextEncoder();

/** The length of a text in bytes of UTF-8, or in characters: Unicode code points, so that an emoji of one sign is one. */
export function lengthOf(text: string, unit: Bounds['unit'] = 'characters'): number {
  if (unit === 'bytes') return encoder.encode(text).length;
  let length = 0;
  for (const _ of text) length++;
  return length;
}

/** Formats, controls, and the letters and symbols that are drawn empty (Hangul fillers, the Braille blank and their like). */
const empty = String.raw`\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cs}\0-\x08\x0e-\x1f\x7f-\x9f\u2800\u3164\uffa0\ufffc\u{1d159}`;
const formats = new RegExp(`[${empty}]+`, 'gu');
/** These, spaces, and marks that combine with what stands before them. */
const invisible = new RegExp(`[\\p{White_Space}\\p{Z}\\p{M}${empty}]+`, 'gu');
const entities =
  /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|nbsp|shy|zwn?j|lrm|rlm|e[mn]sp|(?:thin|hair|figure|punc)sp|zerowidthspace|nobreak|tab|newline);/gi;

function decoded(whole: string, hex?: string, decimal?: string): string {
  if (!hex && !decimal) return ' ';
  const code = hex ? Number.parseInt(hex, 16) : Number(decimal);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
}

/** Found by hand: an expression would search the whole text again behind each comment that never ends. */
function withoutComments(text: string): string {
  let kept = '';
  let from = 0;
  for (let start = text.indexOf('<!--'); start !== -1; start = text.indexOf('<!--', from)) {
    const end = text.indexOf('-->', start + 4);
    if (end === -1) break;
    kept += text.slice(from, start);
    from = end + 3;
  }
  return kept + text.slice(from);
}

/** Whether a text shows nothing: it is empty, or all of it is invisible, as HTML comments are. */
export const isBlank = (text: string): boolean =>
  withoutComments(text).replace(entities, decoded).replace(invisible, '') === '';

export type TextProblem = 'blank' | 'too_long' | 'too_short';

/** Why a text is not taken; what is invisible does not count towards the least length. */
export function textProblem(
  text: string,
  { least = 1, most, unit }: Bounds,
): TextProblem | undefined {
  if (isBlank(text)) return 'blank';
  if (lengthOf(text, unit) > most) return 'too_long';
  return lengthOf(text.replace(formats, '')) < least ? 'too_short' : undefined;
}

/**
 * Bytes of the texts of one call, and of the frame or body that carries it: JSON may make six bytes of one, and a call that
 * is too large is told so rather than cut off.
 */
export const largestCall = { content: 64 * 1024, frame: 448 * 1024 };
