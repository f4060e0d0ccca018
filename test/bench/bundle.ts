/** Measures the first load: every script and sheet that index.html needs before it can draw, gzipped. Fails above the budget. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const folder = join(import.meta.dirname, '../../dist/client');
const budget = 70 * 1024;

/** The files that index.html names, and what those import at once. */
function firstLoad(): Set<string> {
  const html = readFileSync(join(folder, 'index.html'), 'utf8');
  const files = new Set(
    [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)].map((match) =>
      String(match[1]),
    ),
  );
  for (const file of files) {
    if (!file.endsWith('.js')) continue;
    const code = readFileSync(join(folder, file), 'utf8');
    for (const [, name] of code.matchAll(
      /(?:^|[;}])\s*import\s*(?:[^"'()]*?from\s*)?["']\.\/([^"']+)["']/g,
    ))
      files.add(`assets/${name}`);
  }
  return files;
}

const sizes = [...firstLoad()].map((file) => {
  const content = readFileSync(join(folder, file));
  return {
    file,
    bytes: gzipSync(content, { level: 9 }).length,
    wire: brotliCompressSync(content).length,
  };
});
const sum = (of: 'bytes' | 'wire') => sizes.reduce((total, { [of]: size }) => total + size, 0);
const total = sum('bytes');
for (const { file, bytes } of sizes.sort((a, b) => b.bytes - a.bytes))
  console.log(`${(bytes / 1024).toFixed(1).padStart(6)} kB  ${file}`);
console.log(`${(total / 1024).toFixed(1)} kB gzipped of ${budget / 1024} kB`);
console.log(`${(sum('wire') / 1024).toFixed(1)} kB on the wire for browsers that read Brotli`);
if (total > budget) process.exitCode = 1;
