/** Builds Muster unless what is built is newer than what it is built from. Runs before `npm start`, without anything built. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const sources = ['server', 'shared', 'client', 'package.json', 'package-lock.json'];
/** The last file that a build writes. */
const built = 'dist/client/index.html';

/** ms since 1970. A folder counts, too: it changes when a file of it is removed. */
function newest(path) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return 0;
  const inside = stats.isDirectory()
    ? readdirSync(path).map((name) => newest(join(path, name)))
    : [];
  return Math.max(stats.mtimeMs, ...inside);
}

const hasTools = ['typescript', 'vite'].every((name) => existsSync(`node_modules/${name}`));
const isCurrent = newest(built) >= Math.max(...sources.map(newest));

// Where only what runs is installed, what was built is all there is.
if (!isCurrent && hasTools) {
  const { status } = spawnSync('npm', ['run', 'build'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  process.exitCode = status ?? 1;
} else if (!existsSync(built)) {
  console.error(
    'Muster is not built, and what builds it is not installed. Run npm ci, without --omit=dev, and then npm run build.',
  );
  process.exitCode = 1;
}
