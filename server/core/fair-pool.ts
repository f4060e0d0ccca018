/** A pool of worker threads that callers share fairly: nobody occupies two threads, and who used least comes next. */
import { Tinypool } from 'tinypool';
import { AppError } from './errors.ts';
import type { WorkerFile } from './worker-file.ts';

export interface FairPool<Input, Output> {
  /**
   * Runs the worker's function once the caller's earlier tasks are done; rejects with `rate_limited` when too many of them
   * wait, and when the worker failed or did not answer in time.
   */
  run(caller: string, input: Input): Promise<Output>;
  close(): Promise<void>;
}

interface Task<Input, Output> {
  input: Input;
  resolve(output: Output): void;
  reject(error: unknown): void;
}

interface Limits {
  threads: number;
  /** Tasks of one caller that may wait. */
  waiting: number;
  /** ms after which a thread that does not answer is replaced. */
  deadline: number;
}

/** ms after which what a caller used of the threads is forgotten. */
const memory = 10_000;
/** MB of heap a thread may use. */
const heap = 128;

/** Threads start with the first task and stay. */
export function createFairPool<Input, Output>(
  { filename, execArgv }: WorkerFile,
  { threads, waiting, deadline }: Limits,
): FairPool<Input, Output> {
  const queues = new Map<string, Task<Input, Output>[]>();
  const busy = new Set<string>();
  let pool: Tinypool | null = null;
  /** ms of thread time per caller since `forgottenAt`. */
  let used = new Map<string, number>();
  let forgottenAt = performance.now();

  const started = () =>
    new Tinypool({
      filename: filename.href,
      execArgv,
      minThreads: 0,
      maxThreads: threads,
      idleTimeout: 2 ** 31 - 1,
      resourceLimits: { maxOldGenerationSizeMb: heap },
    });

  function next(): string | undefined {
    let least: string | undefined;
    for (const caller of queues.keys()) {
      if (busy.has(caller)) continue;
      if (least === undefined || (used.get(caller) ?? 0) < (used.get(least) ?? 0)) least = caller;
    }
    return least;
  }

  function startWaiting() {
    while (busy.size < threads) {
      const caller = next();
      const queue = caller === undefined ? undefined : queues.get(caller);
      const task = queue?.shift();
      if (caller === undefined || !task) return;
      if (queue?.length === 0) queues.delete(caller);
      void work(caller, task);
    }
  }

  async function work(caller: string, { input, resolve, reject }: Task<Input, Output>) {
    busy.add(caller);
    const from = performance.now();
    try {
      pool ??= started();
      resolve((await pool.run(input, { signal: AbortSignal.timeout(deadline) })) as Output);
    } catch (error) {
      reject(error);
    }
    const now = performance.now();
    if (now - forgottenAt > memory) {
      used = new Map();
      forgottenAt = now;
    }
    used.set(caller, (used.get(caller) ?? 0) + now - from);
    busy.delete(caller);
    startWaiting();
  }

  return {
    run(caller, input) {
      const queue = queues.get(caller) ?? [];
      if (queue.length >= waiting)
        return Promise.reject(
          new AppError('rate_limited', 'Too many of your texts are being rendered; try again.', {
            retryAfter: 1,
          }),
        );
      queues.set(caller, queue);
      return new Promise((resolve, reject) => {
        queue.push({ input, resolve, reject });
        startWaiting();
      });
    },
    async close() {
      queues.clear();
      await pool?.destroy();
    },
  };
}
