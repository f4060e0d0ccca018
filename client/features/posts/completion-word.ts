/** The word at the caret that may be completed. */

import { notAfter } from '../../../shared/mention.ts';

export interface Beginning {
  sign: '@' | '#' | ':';
  word: string;
  from: number;
}

const beginning = new RegExp(
  String.raw`${notAfter}([@#])([\p{L}\p{M}\p{N}_\p{Join_Control}’'ʻʼ·-]{0,40})$|(?:^|[\s(])(:)([\w+-]{2,40})$`,
  'u',
);

/** The word before the caret that may be completed. */
export function beginningAt(text: string, caret: number): Beginning | null {
  const match = beginning.exec(text.slice(0, caret));
  const sign = match?.[1] ?? match?.[3];
  const word = match?.[2] ?? match?.[4] ?? '';
  return sign
    ? { sign: sign as Beginning['sign'], word: word.toLowerCase(), from: caret - word.length - 1 }
    : null;
}
