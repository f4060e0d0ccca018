/** The command line, as a process of its own. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../../server/root.ts';
import { endsWithRun } from './run.ts';

/** Runs `muster <command>` with these settings; what it said on both outputs, and the code it ended with. */
export function muster(
  env: Record<string, string>,
  ...args: string[]
): Promise<{ code: number | null; said: string }> {
  return new Promise((resolve) => {
    const child = endsWithRun(
      spawn(process.execPath, [join(root, 'dist/server/cli/muster.js'), ...args], {
        env: { ...process.env, ...env },
      }),
    );
    let said = '';
    const hear = (part: Buffer) => {
      said += part;
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.stdin.end(env.INPUT ?? '');
    child.once('close', (code) => resolve({ code, said }));
  });
}
