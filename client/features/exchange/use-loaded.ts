/** Something read from the server, and read again whenever the exchange has moved; the old stays until the new is there. */
import type { Signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { explain } from '../../errors.ts';
import { moved, settled } from './exchange.state.ts';

interface Loaded<T> {
  value: T | null;
  failure: string;
}

/** Read again with every move. */
export const useLoaded = <T>(load: () => Promise<T>, ...on: unknown[]): Loaded<T> => useRead(load, moved, on);
/** Read again in its own time, for what is counted over everything. */
export const useSettled = <T>(load: () => Promise<T>, ...on: unknown[]): Loaded<T> => useRead(load, settled, on);
/** Read once. */
export const useOnce = <T>(load: () => Promise<T>, ...on: unknown[]): Loaded<T> => useRead(load, null, on);

function useRead<T>(load: () => Promise<T>, pulse: Signal<number> | null, on: unknown[]): Loaded<T> {
  const [value, setValue] = useState<T | null>(null);
  const [failure, setFailure] = useState('');
  useEffect(() => {
    let wanted = true;
    load().then(
      (loaded) => {
        if (!wanted) return;
        setValue(loaded);
        setFailure('');
      },
      (thrown) => wanted && setFailure(explain(thrown)),
    );
    return () => {
      wanted = false;
    };
  }, [pulse?.value, ...on]);
  return { value, failure };
}
