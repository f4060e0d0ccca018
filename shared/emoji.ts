/** Which emoji there are: by the names markdown-it-emoji has, and as the sequences Unicode recommends (UTS #51). */
import signs from 'markdown-it-emoji/lib/data/full.mjs';

const presentation = '\ufe0f';
const bare = (sign: string) => sign.replaceAll(presentation, '');
const names = new Map(Object.entries(signs).map(([name, sign]) => [bare(sign), name]));
/** Skin tones, flags, keycaps and joined signs are each one of these. */
const sequence = /^\p{RGI_Emoji}$/v;

/** The sign of a shortcode, written without its colons. */
export const emojiSign = (name: string): string | undefined =>
  Object.hasOwn(signs, name) ? signs[name] : undefined;

/** Whether a text is an emoji: a shortcode, or the sign itself. */
export const isEmoji = (text: string): boolean =>
  emojiSign(text) !== undefined ||
  names.has(bare(text)) ||
  sequence.test(text) ||
  sequence.test(text + presentation);

/** The name of an emoji, or the sign itself where it has none. */
export const emojiName = (emoji: string): string =>
  emojiSign(emoji) === undefined ? (names.get(bare(emoji)) ?? emoji) : emoji;

/** Whether two emoji look the same, as `+1` and `thumbsup` do. */
export const sameEmoji = (one: string, other: string): boolean =>
  bare(emojiSign(one) ?? one) === bare(emojiSign(other) ?? other);
