/** The names and signs that markdown-it-emoji knows. */
declare module 'markdown-it-emoji/lib/data/full.mjs' {
  const signs: Record<string, string>;
  export default signs;
}
