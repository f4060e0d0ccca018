/** Where Muster is installed, whether run from its sources or from what was built of them. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

function above(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : above(dirname(folder));
}

export const root = above(import.meta.dirname);

export const version: string = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;
