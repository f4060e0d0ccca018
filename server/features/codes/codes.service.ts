/** Names of official codes, for search and for reading. Without imported lists there are none, and codes stand for themselves. */
import type { CodeList } from '../../../shared/contract/codes.ts';
import type { OperationName } from '../../../shared/contract/index.ts';
import type { Handlers } from '../../core/caller.ts';
import { type Code, type CodesStore, folded } from './codes.store.ts';

export interface CodesService {
  /** The names of codes by code, where they were imported, in a language or else in English. */
  names(list: CodeList, lang: string, codes: string[]): Promise<Map<string, string>>;
  handlers: Handlers<Extract<OperationName, `code:${string}`>>;
}

export function createCodesService({ store }: { store: CodesStore }): CodesService {
  /** In the language asked for; what it does not have, in English. */
  async function inLanguage(
    lang: string,
    find: (lang: string) => Promise<Code[]>,
  ): Promise<Code[]> {
    const wanted = lang.slice(0, 2);
    const found = await find(wanted);
    return found.length > 0 || wanted === 'en' ? found : find('en');
  }

  async function search(
    list: CodeList,
    lang: string,
    words: string,
    limit: number,
  ): Promise<Code[]> {
    const isCode = /\d/.test(words);
    // The codes of whole regions have no digit and may as well be the beginning of a name.
    const byCode =
      isCode || (list === 'nuts' && /^[a-z]{2,5}$/i.test(words))
        ? await inLanguage(lang, (tongue) =>
            store.beginning(list, tongue, words.toUpperCase(), limit),
          )
        : [];
    if (isCode) return byCode;
    const each = folded(words).trim().split(' ').filter(Boolean);
    const byName =
      each.length > 0
        ? await inLanguage(lang, (tongue) => store.search(list, tongue, each, limit))
        : [];
    return [
      ...byName,
      ...byCode.filter(({ code }) => !byName.some((found) => found.code === code)),
    ].slice(0, limit);
  }

  const named = (list: CodeList, lang: string, codes: string[]) =>
    inLanguage(lang, (tongue) => store.names(list, tongue, codes));
  const shown = (found: Code[]) => found.map(({ code, name }) => ({ code, name }));
  return {
    names: async (list, lang, codes) =>
      new Map((await named(list, lang, codes)).map(({ code, name }) => [code, name])),
    handlers: {
      'code:search': async ({ list, words, lang, limit }) =>
        shown(await search(list, lang, words, limit)),
      'code:names': async ({ list, codes, lang }) =>
        shown(await named(list, lang, codes.split(','))),
    },
  };
}
