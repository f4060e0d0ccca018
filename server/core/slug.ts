/** Handles and slugs out of names: lower-case Latin letters, digits and hyphens, whatever script the name is in. */
import { randomBytes } from 'node:crypto';
import anyAscii from 'any-ascii';

const mostLength = 40;

const umlauts: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue' };
/** Languages whose speakers leave out the dots of ä, ö, ü rather than write ae, oe, ue. */
const dotless = new Set('az ca et es fi fr gl hu is nl pt sk sv tk tr'.split(' '));

/** Whether an umlaut is spelled out as in German, by the languages of whoever bears the name or else by its letters. */
function isGerman(name: string, languages: readonly string[]): boolean {
  const spoken = languages.map((tag) => tag.split('-')[0]?.toLowerCase() ?? '');
  if (spoken.includes('de')) return true;
  return !spoken.some((tag) => dotless.has(tag)) && !/(?![äöüß])[^\p{ASCII}]/iu.test(name);
}

/** @param languages of whoever bears the name (BCP 47) */
export function slugOf(name: string, languages: readonly string[] = []): string {
  const composed = name.normalize('NFC');
  const spelled = isGerman(composed, languages)
    ? composed.replace(/[äöü]/giu, (letter) => umlauts[letter.toLowerCase()] ?? letter)
    : composed;
  const latin = anyAscii(
    spelled
      .replace(/[\p{Extended_Pictographic}\p{Regional_Indicator}]/gu, ' ')
      // Each is a syllable of its own: 王小明 is wang-xiao-ming.
      .replace(/[\p{sc=Han}\p{sc=Hangul}]/gu, ' $& ')
      // C++ and C# are not C.
      .replace(/(?<=[\p{L}\p{N}+])\+/gu, ' plus ')
      .replace(/(?<=[\p{L}\p{N}])#/gu, ' sharp '),
  );
  return latin
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, mostLength)
    .replace(/^-+|-+$/g, '');
}

/** Slugs to try one after another: as wanted, numbered, and soon at random, for some names are those of thousands. */
export function* slugsFrom(wanted: string): Generator<string> {
  const ending = (end: string) => `${wanted.slice(0, mostLength - end.length)}${end}`;
  yield wanted;
  for (let n = 2; n < 6; n++) yield ending(`-${n}`);
  for (;;) yield ending(`-${randomBytes(3).toString('hex')}`);
}
