/** Things known by their id; unknown ones are asked for in one go, once they are to be drawn. */
import { signal } from '@preact/signals';

/** @param most how many are asked for at once */
export function knownById<T extends { id: string }>(
  most: number,
  fetch: (ids: string[]) => Promise<T[]>,
) {
  const known = signal<ReadonlyMap<string, T>>(new Map());
  const wanted = new Set<string>();
  const asked = new Set<string>();

  function meet(newcomers: readonly T[]): void {
    if (newcomers.length === 0) return;
    const next = new Map(known.peek());
    for (const newcomer of newcomers) {
      next.set(newcomer.id, newcomer);
      asked.add(newcomer.id);
    }
    known.value = next;
  }

  async function ask() {
    const ids = [...wanted].slice(0, most);
    for (const id of ids) wanted.delete(id);
    try {
      meet(await fetch(ids));
    } catch {
      for (const id of ids) asked.delete(id);
    }
    if (wanted.size > 0) void ask();
  }

  return {
    known,
    meet,
    /** Undefined until it is known, which draws the asker again. */
    byId(id: string): T | undefined {
      const found = known.value.get(id);
      if (!asked.has(id)) {
        // Later than a microtask: what comes into view together is drawn one by one.
        if (wanted.size === 0) setTimeout(ask);
        wanted.add(id);
        asked.add(id);
      }
      return found;
    },
    /** Has everything that is drawn asked for again; what was known is shown until the answer. */
    refresh(): void {
      asked.clear();
      known.value = new Map(known.peek());
    },
  };
}
