/** One normalisation for everything that is searched or completed: without case, accents and invisible signs. */

/** Signs of their own in Unicode that readers take for a letter with an accent, or for two letters. */
const spelled: Readonly<Record<string, string>> = {
  æ: 'ae',
  œ: 'oe',
  ß: 'ss',
  þ: 'th',
  ð: 'd',
  đ: 'd',
  ħ: 'h',
  ı: 'i',
  ł: 'l',
  ø: 'o',
  ŧ: 't',
  ς: 'σ',
};
const spelledLetters = new RegExp(`[${Object.keys(spelled).join('')}]`, 'gu');

/**
 * Accents, vowel points and what cannot be seen. The vowel signs of Indic and South East Asian scripts stay: they make
 * another word; so do the marks by which kana is voiced.
 */
const accents =
  /(?=\p{M})(?![\u3099\u309a])[\p{sc=Inherited}\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{sc=Hebrew}\p{sc=Arabic}]|\p{Default_Ignorable_Code_Point}|\u0640/gu;

/** A text in the form in which texts are compared. Upper case comes first, as only it joins ı to i and ß to ss. */
export const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(accents, '')
    .toUpperCase()
    .toLowerCase()
    .replace(spelledLetters, (letter) => spelled[letter] ?? letter);

/** Apostrophes and points within a word, which people leave out when they search. */
const within = /['’‘ʼʻʹʾʿ`´·‧]/gu;

/** The words of what somebody searches for. */
export const foldedWords = (text: string): string[] =>
  fold(text.replace(within, ' '))
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter(Boolean);

/** Scripts that put no space between the parts of a name. */
const unspaced = /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}ー々]+$/u;

/** The words under which a name is found, by the beginning of any of them. */
export function indexedWords(name: string): string[] {
  const parts = name.split(/[\s\p{P}]+/u).filter((part) => unspaced.test(part));
  const inner = parts.flatMap((part) => [...part].map((_, from) => [...part].slice(from).join('')));
  return [
    ...new Set([name, name.replace(within, ''), ...inner].flatMap((text) => foldedWords(text))),
  ];
}

/** Whether every word that is searched for begins a word of the name. */
export function foundIn(name: string, search: string): boolean {
  const words = indexedWords(name);
  return foldedWords(search).every((wanted) => words.some((word) => word.startsWith(wanted)));
}
