/** Rules for names people choose: nothing invisible, nothing that passes for something else. */

const invisible =
  /\u034f|[\p{C}\p{Zl}\p{Zp}\u00a0\u115f\u1160\u17b4\u17b5\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\u3164\uffa0]/u;
const scripts = [
  'Latin',
  'Cyrillic',
  'Greek',
  'Armenian',
  'Hebrew',
  'Arabic',
  'Cherokee',
  'Georgian',
].map((script) => new RegExp(`\\p{Script=${script}}`, 'u'));

/**
 * Why a display name is refused, or undefined when it is fine. Invisible and control characters,
 * compatibility forms (full-width, mathematical letters) and words that mix scripts are look-alikes
 * in the sense of Unicode TS 39 (single-script restriction per word).
 */
export function nameProblem(name: string): 'invisible' | 'lookalike' | 'spaces' | undefined {
  if (invisible.test(name)) return 'invisible';
  if (name !== name.trim() || /\s{2}/.test(name)) return 'spaces';
  if (name.normalize('NFKC') !== name.normalize('NFC')) return 'lookalike';
  const mixed = name
    .split(/[\s\-–—'’.]+/u)
    .some((word) => scripts.filter((script) => script.test(word)).length > 1);
  return mixed ? 'lookalike' : undefined;
}

/** One or two letters that stand for a name where a picture would. */
export function initialsOf(name: string): string {
  const words = name.split(/[\s\-–.]+/u).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words[words.length - 1]] : words;
  return letters
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
    .toUpperCase();
}

/** A handle or slug out of a name: lower-case ASCII letters, digits and hyphens. */
export function slugOf(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
}
