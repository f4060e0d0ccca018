/** Admission control: a server that falls behind refuses part of what comes, cheaply, so that it keeps up with the rest. */
import { AppError } from './errors.ts';
import type { Metrics } from './metrics.ts';

/** ms between two looks at the clock. */
const every = 100;
/** Calls between two looks that are always let through: a long pause with nobody waiting is no overload. */
const few = 100;
/** Event-loop delay in ms from which calls are refused, and at which nearly all are. */
const tolerated = 250;
const hopeless = 1500;
/** Never all: what still comes through shows when it is over. */
const most = 0.95;

export interface Admission {
  /** Throws `unavailable` with `retryAfter` while the server is behind, more often the further it is. */
  admit(): void;
  /** Whether new connections are turned away too. */
  overloaded(): boolean;
  close(): void;
}

export function createAdmission(metrics: Pick<Metrics, 'delayed'>): Admission {
  let due = performance.now() + every;
  let delay = 0;
  let asked = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    const late = Math.max(0, now - due);
    due = now + every;
    metrics.delayed(late);
    asked = 0;
    // Up at once, down by half: refusing must not end before what piled up is gone.
    delay = Math.max(late, delay / 2);
  }, every).unref();

  const share = () => Math.min(most, Math.max(0, (delay - tolerated) / (hopeless - tolerated)));

  return {
    admit() {
      if (++asked > few && delay > tolerated && Math.random() < share())
        throw new AppError(
          'unavailable',
          'The server has too much to do right now; nothing was stored.',
          { retryAfter: 1 + Math.ceil(Math.random() * 3) },
        );
    },
    overloaded: () => delay > hopeless,
    close: () => clearInterval(timer),
  };
}
