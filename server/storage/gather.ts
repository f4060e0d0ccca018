/** Looks up together what one turn of the event loop asks for one by one. */
import { setImmediate } from 'node:timers';
import DataLoader from 'dataloader';

/**
 * A look-up whose calls within one turn of the event loop become one `load`, which answers in the order of the keys.
 * Nothing is kept: every call sees what was committed before it.
 */
export function gather<K, V>(load: (keys: readonly K[]) => Promise<V[]>): (key: K) => Promise<V> {
  const loader = new DataLoader<K, V>(load, {
    cache: false,
    maxBatchSize: 1000,
    batchScheduleFn: (send) => void setImmediate(send),
  });
  return (key) => loader.load(key);
}
