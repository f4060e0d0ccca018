/**
 * Loaded before everything else. Gives the run one temporary folder, which every program it starts inherits, and
 * removes it when the run ends: by itself, by a signal, or because the process that started it is gone.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMainThread } from 'node:worker_threads';

// Worker threads load what their process loads.
if (isMainThread) {
  const folder = mkdtempSync(join(tmpdir(), 'muster-test-'));
  process.env.TMPDIR = folder;
  // Programs that were just ended may still be writing.
  process.on('exit', () =>
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }),
  );
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => process.exit(128 + constants.signals[signal]));
  // Mocha runs in a child process, and passes no SIGTERM on to it.
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.exit(128 + constants.signals.SIGTERM);
  }, 250).unref();
}

// After TMPDIR is set, because it keeps its cache there.
await import('tsx/esm');
