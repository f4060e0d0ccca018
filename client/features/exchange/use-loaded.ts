/** What is read from the server, and read again when the exchange has moved; the old stays until the new is there. */
import type { Signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import type { Answer, Sent, SocketOperationName } from '../../../shared/contract/index.ts';
import { call } from '../../api.ts';
import { explain } from '../../errors.ts';
import { moved, settled } from './exchange.state.ts';

interface Loaded<T> {
  value: T | null;
  failure: string;
}

type Read = <N extends SocketOperationName>(name: N, input: Sent<N> | null) => Loaded<Answer<N>>;

/** Read again with every move. Nothing is read while the input is null. */
export const useLoaded: Read = (name, input) => useRead(name, input, moved);
/** Read again in its own time, for what is counted over everything. */
export const useSettled: Read = (name, input) => useRead(name, input, settled);
/** Read once. */
export const useOnce: Read = (name, input) => useRead(name, input, null);

/** What was read last: whoever comes back sees it at once, while it is read again. */
const known = new Map<string, unknown>();
const mostKnown = 50;

function remember(key: string, value: unknown) {
  known.delete(key);
  known.set(key, value);
  for (const oldest of known.keys()) if (known.size > mostKnown) known.delete(oldest);
}

function useRead<N extends SocketOperationName>(
  name: N,
  input: Sent<N> | null,
  pulse: Signal<number> | null,
): Loaded<Answer<N>> {
  const key = input && `${name} ${JSON.stringify(input)}`;
  const [read, setRead] = useState<Loaded<Answer<N>>>({ value: null, failure: '' });
  useEffect(() => {
    if (!key || !input) return setRead({ value: null, failure: '' });
    let wanted = true;
    call(name, input).then(
      (value) => {
        remember(key, value);
        if (wanted) setRead({ value, failure: '' });
      },
      (thrown) => wanted && setRead(({ value }) => ({ value, failure: explain(thrown) })),
    );
    return () => {
      wanted = false;
    };
  }, [pulse?.value, key]);
  return { ...read, value: ((key && known.get(key)) || read.value) as Answer<N> | null };
}
