/** Work that the clock begins. */
import type { Logger } from 'pino';

/** The work, left out while it is still under way, and with its failures logged as `what` could not be done. */
export function oneAtATime(log: Logger, what: string, work: () => Promise<void>): () => void {
  let busy = false;
  return () => {
    if (busy) return;
    busy = true;
    work()
      .catch((error) => log.warn({ err: error }, `${what} could not do its round`))
      .finally(() => {
        busy = false;
      });
  };
}
