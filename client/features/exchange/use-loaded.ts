/** Something read from the server, and read again whenever the exchange has moved; the old stays until the new is there. */
import { useEffect, useState } from 'preact/hooks';
import { explain } from '../../errors.ts';
import { moved } from './exchange.state.ts';

export function useLoaded<T>(load: () => Promise<T>, ...on: unknown[]): { value: T | null; failure: string } {
  const [value, setValue] = useState<T | null>(null);
  const [failure, setFailure] = useState('');
  const now = moved.value;
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
  }, [now, ...on]);
  return { value, failure };
}
