/** Synchronous work with a deadline. */
import { createContext, Script } from 'node:vm';

const context = createContext({ work: () => {} });
const script = new Script('work()');

/**
 * What the work returns, or `undefined` when it was interrupted because it took longer than so many ms. Starting the
 * clock costs a fraction of a millisecond. Interrupted work may leave what it changed half done.
 */
export function attempt<T>(ms: number, work: () => T): T | undefined {
  if (ms < 1) return undefined;
  context.work = work;
  try {
    return script.runInContext(context, { timeout: Math.floor(ms) }) as T;
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return undefined;
    throw error;
  } finally {
    context.work = () => {};
  }
}
