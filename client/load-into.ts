/** Loading what events keep up to date from then on. */
import type { Signal } from '@preact/signals';

/**
 * Keeps what is loaded. Where an event changed what is kept meanwhile, it is loaded once more: the answer may be from before
 * the change, and would undo it.
 */
export async function loadInto<T>(kept: Signal<T>, load: () => Promise<T>): Promise<void> {
  for (;;) {
    const before = kept.peek();
    const loaded = await load();
    if (kept.peek() !== before) continue;
    kept.value = loaded;
    return;
  }
}
