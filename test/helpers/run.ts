/** What a run starts or mounts beside its temporary folder, ended with it however it ends; see run.mjs. */
import type { ChildProcess } from 'node:child_process';

const pending = new Set<() => void>();

// Before the folder is removed.
process.prependListener('exit', () => {
  for (const undo of pending) undo();
});

/** Has something undone when the run ends; returns what undoes it now. `undo` must be synchronous. */
export function undoneAtEnd(undo: () => void): () => void {
  pending.add(undo);
  return () => {
    if (pending.delete(undo)) undo();
  };
}

/** Has a child process killed when the run ends before it does. */
export function endsWithRun<C extends ChildProcess>(child: C): C {
  const kill = () => void child.kill('SIGKILL');
  pending.add(kill);
  child.once('exit', () => pending.delete(kill));
  return child;
}
