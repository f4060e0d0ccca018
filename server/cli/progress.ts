/** How far a long command is, on standard error: a bar on a terminal, a line for each step elsewhere. */
import { SingleBar } from 'cli-progress';

export interface Progress {
  begin(what: string, total: number): void;
  step(done: number): void;
  end(): void;
}

export function createProgress(): Progress {
  let bar: SingleBar | null = null;
  const end = () => bar?.stop();
  return {
    begin(what, total) {
      end();
      if (!process.stderr.isTTY) return void console.error(`${what} (${total})`);
      bar = new SingleBar({
        format: '{what} {bar} {value}/{total}  {eta_formatted}',
        hideCursor: true,
        stream: process.stderr,
      });
      bar.start(total, 0, { what: what.padEnd(12) });
    },
    step: (done) => bar?.increment(done),
    end,
  };
}

export const noProgress: Progress = { begin() {}, step() {}, end() {} };
