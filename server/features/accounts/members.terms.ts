/** What is derived from a member's name and handle and kept beside them: words to be found by, keys of what looks alike. */

import { unicodeVersion } from '../../../shared/confusables.ts';
import { indexedWords } from '../../../shared/fold.ts';
import { nameKeys } from '../../../shared/skeleton.ts';
import type { Member } from './accounts.store.ts';

/** Terms that were derived under another version are derived anew at the start; raise the number when the rules change. */
export const termsVersion = `${unicodeVersion} 1`;

/** A handle has keys of its own kind, which no name has: `@` is left out of those. */
export const handleKeys = (handle: string): string[] => nameKeys(handle).map((key) => `@${key}`);

export const wordsOf = ({ name, handle }: Pick<Member, 'name' | 'handle'>): string[] => [
  ...new Set([...indexedWords(name), ...indexedWords(handle)]),
];

export const keysOf = ({ name, handle }: Pick<Member, 'name' | 'handle'>): string[] => [
  ...nameKeys(name),
  ...handleKeys(handle),
];

/** The end of the texts that begin like this, by code points. */
export const endOf = (beginning: string): string => `${beginning}\u{10ffff}`;
