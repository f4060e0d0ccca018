/** The port under which code lists are kept. Every method is atomic. */
import type { CodeList } from '../../../shared/contract/codes.ts';

export interface Code {
  list: CodeList;
  code: string;
  /** BCP 47. */
  lang: string;
  name: string;
}

export interface CodesStore {
  /** Adds names, or puts them in the place of those that were there. */
  keep(codes: Code[]): Promise<void>;
  /** Names in which every word begins a word, shortest first; words are folded. */
  search(list: CodeList, lang: string, words: string[], limit: number): Promise<Code[]>;
  /** Codes that begin like this. */
  beginning(list: CodeList, lang: string, prefix: string, limit: number): Promise<Code[]>;
  names(list: CodeList, lang: string, codes: string[]): Promise<Code[]>;
}

/** A name as it is searched: without case and accents, a space before every word. */
export const folded = (name: string) =>
  ` ${name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()}`;
