/** Which signs names and titles may consist of: none that is invisible, none that passes for another. */
import { skeleton } from './skeleton.ts';

/** Why a name or a title is refused: the `problem` of its field. */
export type SignProblem =
  /** Controls, changes of direction, zero-width signs, signs that are drawn empty. */
  | 'invisible'
  /** More marks on one letter than any orthography puts there. */
  | 'marks'
  /** Letters of another script or font that pass for those of this one. */
  | 'lookalike'
  | 'spaces'
  /** A name of signs alone. */
  | 'letters';

const invisible =
  /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\u{1d159}\u{16fe4}\ufffc\ufffd]/u;

const scripts = (...names: string[]) => names.map((name) => String.raw`\p{sc=${name}}`).join('');
const brahmic = scripts(
  ...['Devanagari', 'Bengali', 'Gurmukhi', 'Gujarati', 'Oriya', 'Tamil', 'Telugu', 'Kannada'],
  ...['Malayalam', 'Sinhala', 'Khmer', 'Myanmar', 'Tibetan', 'Newa', 'Grantha', 'Tirhuta'],
);
const joining = `[${scripts('Arabic', 'Syriac', 'Mongolian', 'Nko', 'Adlam')}${brahmic}\\u064b-\\u0655\\u0670]`;

/**
 * Invisible signs that some scripts and emoji are written with: joiners (Persian, Indic), variants of Han, Mongolian and
 * symbols, sequences of emoji.
 */
const shaping = new RegExp(
  [
    String.raw`\p{RGI_Emoji}`,
    String.raw`(?<=\p{Extended_Pictographic}\p{Emoji_Modifier}?\ufe0f?)\u200d(?=\p{Extended_Pictographic})`,
    String.raw`(?<=\p{Extended_Pictographic})[\ufe0e\ufe0f]`,
    String.raw`(?<=${joining})\u200c(?=${joining})`,
    // An Indic letter may end a word in a joined form.
    String.raw`(?<=${joining})\u200d`,
    String.raw`(?<=\p{sc=Han})[\ufe00-\ufe02\u{e0100}-\u{e01ef}]`,
    String.raw`(?<=\p{sc=Mongolian})[\u180b-\u180f]`,
  ].join('|'),
  'gv',
);

/** How many marks one letter bears at most, in composed form (NFC): the first script that fits says. */
const mostMarks: [base: RegExp, most: number][] = [
  [/[\p{sc=Thai}\p{sc=Lao}\p{sc=Arabic}]/u, 3],
  [/\p{sc=Hebrew}/u, 4],
  [/[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{sc=Common}\p{sc=Han}]/u, 2],
];
const inOthers = 6;

/** @param text in NFC, without emoji */
function isStacked(text: string): boolean {
  for (const [, base = '', marks = ''] of text.matchAll(/(\P{M}?)(\p{M}+)/gu)) {
    const each = [...marks];
    const most = mostMarks.find(([script]) => script.test(base))?.[1] ?? inOthers;
    if (/^\s?$/.test(base) || each.length > most || new Set(each).size < each.length) return true;
    if (/\p{Me}/u.test(marks)) return true;
  }
  return false;
}

const alphabets = ['Latin', 'Cyrillic', 'Greek', 'Armenian', 'Hebrew', 'Arabic', 'Cherokee'].map(
  (script) => new RegExp(`\\p{sc=${script}}`, 'u'),
);
const wordsOf = (text: string) => text.split(/[\s\p{Pd}\p{Pc}\p{Po}\p{Ps}\p{Pe}\p{Pi}\p{Pf}+]+/u);
const mixesAlphabets = (word: string) => alphabets.filter((each) => each.test(word)).length > 1;

/** Signs of their own that are written as one or two Latin letters: Mª, Sant Gal·la typed on an old keyboard, Dutch ij. */
const ownLetters = /[ªºĿŀĲĳŉ]/u;

/** Whether some sign is a letter or digit in another font or form (full-width, mathematical, in a circle). */
const hasOtherForms = (name: string) =>
  [...name].some((sign) => {
    const plain = sign.normalize('NFKC');
    return plain !== sign && /[a-z0-9]/i.test(plain) && !ownLetters.test(sign);
  });

function problemOf(text: string): SignProblem | undefined {
  const composed = text.normalize('NFC');
  const drawn = composed.replace(shaping, '');
  if (invisible.test(drawn)) return 'invisible';
  return isStacked(drawn) ? 'marks' : undefined;
}

/** Why the name of a person, a bot, a cluster or the forum is refused; no word of it mixes alphabets (UTS #39). */
export function nameProblem(name: string): SignProblem | undefined {
  const problem = problemOf(name);
  if (problem) return problem;
  if (/^\s|\s\s|\s$/.test(name)) return 'spaces';
  if (wordsOf(name).some(mixesAlphabets) || hasOtherForms(name.normalize('NFC')))
    return 'lookalike';
  return /[\p{L}\p{N}]/u.test(name) ? undefined : 'letters';
}

/** Words in letters of a font, and words that read as Latin in spite of the other letters in them (`pаypal`). */
const inFont = /[\u{1d400}-\u{1d7ff}\u24b6-\u24e9\u{1f130}-\u{1f149}\u{1f150}-\u{1f169}]{2}/u;
const readsLatin = (word: string) => mixesAlphabets(word) && /^[\x21-\x7e]+$/.test(skeleton(word));

/** Why a title or the name of a channel is refused: technical ones may mix alphabets (`ΔT`, `10 kΩ`, `α-Cellulose`). */
export function titleProblem(title: string): SignProblem | undefined {
  const problem = problemOf(title);
  if (problem) return problem;
  return inFont.test(title) || wordsOf(title).some(readsLatin) ? 'lookalike' : undefined;
}

/** A name as it is kept: in composed form, with one kind of space. */
export const tidied = (name: string): string =>
  name
    .normalize('NFC')
    .replace(/[\p{Zs}]/gu, ' ')
    .trim();
