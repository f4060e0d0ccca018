/** Which names look alike: the skeletons of UTS #39. */

import { confusables } from './confusables.ts';
import { fold } from './fold.ts';

const point = (hex: string) => Number.parseInt(hex, 16);

function readTable(): ReadonlyMap<string, string> {
  const prototypes = new Map<string, string>();
  // A line ends between two entries or after a comma within one.
  for (const entry of confusables.trim().replaceAll(',\n', ',').split(/\s/)) {
    const [prototype = '', sources = ''] = entry.split(':');
    const text = String.fromCodePoint(...prototype.split('.').map(point));
    for (const range of sources.split(',')) {
      const [first = '', last = first] = range.split('-');
      for (let at = point(first); at <= point(last); at++)
        prototypes.set(String.fromCodePoint(at), text);
    }
  }
  return prototypes;
}

const prototypes = readTable();

/** The skeleton of a text (UTS #39, section 4); two texts that look alike have the same. Never shown to anybody. */
export const skeleton = (text: string): string =>
  [...text.normalize('NFD').replace(/\p{Default_Ignorable_Code_Point}/gu, '')]
    .map((sign) => prototypes.get(sign) ?? sign)
    .join('')
    .normalize('NFD');

/** What may be added to a name without making it another: spaces, dashes, points, quotes, pictures. */
const added = /[\s\p{Pd}\p{Pc}\p{So}.,;:·'"’‘“”@()[\]]/gu;

/**
 * The keys of a name; names that share one are taken for each other. Equal skeletons share a key, and so do names that differ
 * only by case, accents or what stands between their words. There are two, as case decides what some letters look like.
 */
export const nameKeys = (name: string): string[] => keysBy(fold, name);

/** A text whichever way its letters are written: capital or small, full-width or in ligatures. */
export const caseless = (text: string): string =>
  text.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC');

/** The keys of a name of which an accent makes another: Förderung is not Forderung. */
export const titleKeys = (name: string): string[] => keysBy(caseless, name);

function keysBy(form: (text: string) => string, name: string): string[] {
  const keys = [skeleton(form(skeleton(name))), skeleton(form(name))];
  return [...new Set(keys.map((key) => key.replace(added, '')))].filter(Boolean);
}
