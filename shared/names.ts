/** What stands for the name of somebody. */

/** One or two letters that stand for a name where a picture would. */
export function initialsOf(name: string): string {
  const words = name.split(/[\s\-–.]+/u).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words[words.length - 1]] : words;
  return letters
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
    .toUpperCase();
}
