/** Takes in official code lists as the Publications Office gives them out: eForms SDK, translations/code_<language>.xml. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { nuts } from '../../shared/contract/listing.ts';
import type { Code, CodesStore } from '../features/codes/codes.store.ts';

const cpvKey = /^code\|name\|cpv\.(\d{8})$/;
/** Of the list of all levels, and of those by country and level. */
const nutsKey = /^code\|name\|nuts(?:-[\w-]+)?\.([A-Z0-9]{2,5})$/;

/** The CPV and NUTS names of a file; throws when it is none of these files. */
export function codesIn(file: string, text: string): Code[] {
  const lang = /_([a-z]{2})\.xml$/.exec(basename(file))?.[1];
  if (!lang) throw new Error(`${file}: the name tells the language, as in code_de.xml.`);
  if (XMLValidator.validate(text) !== true) throw new Error(`${file} is not well-formed XML.`);
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    textNodeName: 'name',
    parseTagValue: false,
    isArray: (name) => name === 'entry',
  });
  const { properties } = parser.parse(text) as {
    properties?: { entry?: { key?: string; name?: string }[] };
  };
  const codes = (properties?.entry ?? []).flatMap(({ key = '', name = '' }): Code[] => {
    const cpv = cpvKey.exec(key)?.[1];
    if (cpv) return [{ list: 'cpv', code: cpv, lang, name }];
    const region = nutsKey.exec(key)?.[1];
    return region && nuts.safeParse(region).success
      ? [{ list: 'nuts', code: region, lang, name }]
      : [];
  });
  if (codes.length === 0)
    throw new Error(`${file} has no CPV or NUTS names (entries such as code|name|cpv.18143000).`);
  return codes;
}

/** All files or none: the first that cannot be read ends it before anything is kept. */
export async function importCodes(
  store: CodesStore,
  files: string[],
  tell: (line: string) => void,
): Promise<void> {
  const read = await Promise.all(
    files.map(async (file) => ({ file, codes: codesIn(file, await readFile(file, 'utf8')) })),
  );
  for (const { file, codes } of read) {
    await store.keep(codes);
    const count = (list: Code['list']) =>
      new Set(codes.filter((code) => code.list === list).map(({ code }) => code)).size;
    tell(`${file}: ${count('cpv')} CPV codes and ${count('nuts')} NUTS regions`);
  }
}
