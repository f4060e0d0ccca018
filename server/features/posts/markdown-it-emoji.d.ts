/** The part of markdown-it-emoji that Muster uses; the package brings no types. */
declare module 'markdown-it-emoji' {
  import type { MarkdownIt } from 'markdown-it';
  export const full: (
    markdown: MarkdownIt,
    options?: { shortcuts?: Record<string, string> },
  ) => void;
}
