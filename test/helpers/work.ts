/** Counts the work of the main thread, which does not depend on how fast or busy the machine is. */
import { Session } from 'node:inspector/promises';

export interface WorkCounter {
  /** Blocks of code that the main thread has run since the last call, Node's own and regular expressions not counted. */
  take(): Promise<number>;
  close(): void;
}

export async function countWork(): Promise<WorkCounter> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  return {
    async take() {
      const { result } = await session.post('Profiler.takePreciseCoverage');
      let work = 0;
      for (const { url, functions } of result)
        if (url.startsWith('file:'))
          for (const { ranges } of functions) for (const { count } of ranges) work += count;
      return work;
    },
    close: () => session.disconnect(),
  };
}
