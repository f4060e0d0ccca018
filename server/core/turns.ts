/** Keeps what must not overtake itself in order. */

export type Turns = <T>(key: string, work: () => Promise<T>) => Promise<T>;

/** Runs the works of one key one after another, in the order of the calls; different keys do not wait for each other. */
export function createTurns(): Turns {
  const last = new Map<string, Promise<unknown>>();
  return (key, work) => {
    const before = last.get(key);
    const run = before ? before.then(work, work) : work();
    last.set(key, run);
    const forget = () => {
      if (last.get(key) === run) last.delete(key);
    };
    run.then(forget, forget);
    return run;
  };
}
