/** The emoji and their names, loaded when they are first needed. */
import { signal } from '@preact/signals';

const list = signal<Readonly<Record<string, string>>>({
  thumbsup: '👍',
  '+1': '👍',
  white_check_mark: '✅',
  heart: '❤️',
  pray: '🙏',
  eyes: '👀',
  tada: '🎉',
});
let loading: Promise<void> | null = null;

/** Those offered first. */
export const usual = ['thumbsup', 'white_check_mark', 'heart', 'pray', 'eyes'];

export function loadEmoji(): Promise<void> {
  loading ??= import('markdown-it-emoji/lib/data/full.mjs').then((module) => {
    list.value = module.default;
  });
  return loading;
}

/** The sign of an emoji, which may have no name; unknown names are loaded and meanwhile shown as they are. */
export function emojiOf(emoji: string): string {
  if (!/^[a-z0-9_+-]+$/.test(emoji)) return emoji;
  const sign = list.value[emoji];
  if (!sign) void loadEmoji();
  return sign ?? `:${emoji}:`;
}

/** Emoji by part of a name: the usual ones first, then those that begin so. */
export function findEmoji(search: string, most: number): { name: string; sign: string }[] {
  const all = Object.entries(list.value);
  const first = usual
    .filter((name) => name.includes(search))
    .map((name): [string, string] => [name, emojiOf(name)]);
  const others = all.filter(([name]) => !usual.includes(name));
  const starts = others.filter(([name]) => name.startsWith(search));
  const contains = others.filter(([name]) => !name.startsWith(search) && name.includes(search));
  return [...first, ...starts, ...contains].slice(0, most).map(([name, sign]) => ({ name, sign }));
}
