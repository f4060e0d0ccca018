/** Where in a text the name of a member or a channel may stand, for who reads it and for who completes it. */

/** Letters of scripts that put no space between words, those they share included: a name may stand right beside them. */
const unspaced = String.raw`[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]`;

/** A sign that makes a longer word of a name beside it. */
export const wordSign = String.raw`(?!${unspaced})[\p{L}\p{M}\p{N}_]`;

/** What stands before no `@` or `#` of a name: a letter, as in `me@max.example`, or the sign of an address. */
export const notAfter = String.raw`(?<!(?:${wordSign})|[/\\@#=])`;
