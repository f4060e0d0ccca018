/** Builds the browser client into dist/client. */
import { defineConfig } from 'vite';
import { compression } from 'vite-plugin-compression2';
import { europe } from './europe.ts';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [
    europe(),
    // As small as they get, once: the server gives these out as they are.
    compression({ algorithms: ['gzip', 'brotliCompress'], threshold: 0 }),
  ],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../dist/client',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    // What the first page needs is one file: many small ones compress worse and arrive later.
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] } },
    },
  },
});
