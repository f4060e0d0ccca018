/** What is derived from a member's name and handle and kept beside them: words to be found by, keys of what looks alike. */

import { unicodeVersion } from '../../../shared/confusables.ts';
import { indexedWords } from '../../../shared/fold.ts';
import { nameKeys } from '../../../shared/skeleton.ts';
import { AppError, conflict } from '../../core/errors.ts';
import type { Member } from './accounts.store.ts';

/** Terms that were derived under another version are derived anew at the start; raise the number when the rules change. */
export const termsVersion = `${unicodeVersion} 2`;

/** A handle has keys of its own kind, which no name has: `@` is left out of those. */
export const handleKeys = (handle: string): string[] => nameKeys(handle).map((key) => `@${key}`);

export const wordsOf = ({ name, handle }: Pick<Member, 'name' | 'handle'>): string[] => [
  ...new Set([...indexedWords(name), ...indexedWords(handle)]),
];

export const isNameKey = (key: string): boolean => !key.startsWith('@');

/** Whether somebody acts for the forum, so that nobody may pass for them. */
export const isStaff = ({ roles }: Pick<Member, 'roles'>): boolean =>
  roles.includes('administrator') || roles.includes('moderator');

/** Throws when one of those whose names look alike is staff. */
export function assertDistinct(member: Pick<Member, 'roles'>, alike: Member[]): void {
  if (alike.length > 0 && [member, ...alike].some(isStaff))
    throw conflict(
      'The name looks like that of another member, and one of the two acts for the forum.',
      { reason: 'NAME_ALIKE' },
    );
}

export const handleTaken = () =>
  conflict('Somebody has this handle, or had it, or has one that looks like it.', {
    reason: 'HANDLE_TAKEN',
  });

export const isHandleTaken = (error: unknown): boolean =>
  error instanceof AppError && error.details?.reason === 'HANDLE_TAKEN';

export const keysOf = ({ name, handle }: Pick<Member, 'name' | 'handle'>): string[] => [
  ...nameKeys(name),
  ...handleKeys(handle),
];

/** The end of the texts that begin like this, by code points. */
export const endOf = (beginning: string): string => `${beginning}\u{10ffff}`;
