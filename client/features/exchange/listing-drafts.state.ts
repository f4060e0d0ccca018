/** Drafts of listings: at once on this device, a moment later on the server, and from there on the others. */
import { signal } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Listing } from '../../../shared/contract/listing.ts';
import { CallError, call, connected, on } from '../../api.ts';
import { explain } from '../../errors.ts';
import type { Draft } from './listing-draft.ts';

/** A draft on this device, and what of it the server had last; `sent` is false while something was typed since. */
export interface Kept {
  draft: Draft;
  at: { id: string; version: number } | null;
  sent: boolean;
}

/** ms of rest after which a draft is sent. */
const rest = 800;
const key = (place: string) => `muster:listing:${place}`;

export function kept(place: string): Kept | null {
  const text = localStorage.getItem(key(place));
  return text ? (JSON.parse(text) as Kept) : null;
}
export const keep = (place: string, what: Kept) =>
  localStorage.setItem(key(place), JSON.stringify(what));
export const forget = (place: string) => localStorage.removeItem(key(place));

/** The draft that was last posted or dropped, wherever that was. */
const dropped = signal('');
on('listing:discarded', ({ listingId }) => {
  dropped.value = listingId;
});

/** Drafts that were discarded or posted here: what of them is still on its way to the server is not to stay there. */
const gone = new Set<string>();

/** Drops a draft here and on the server. Throws CallError, and then it is still there. */
export async function discard(place: string, { draft, at }: Kept): Promise<void> {
  gone.add(draft.clientId);
  try {
    if (at) await call('listing:discard', { listingId: at.id });
  } catch (thrown) {
    gone.delete(draft.clientId);
    throw thrown;
  }
  forget(place);
}

/** Posts a draft, which is none any more then. Throws CallError, and then it is still one. */
export async function posting<T>(
  place: string,
  clientId: string,
  post: () => Promise<T>,
): Promise<T> {
  gone.add(clientId);
  try {
    const answer = await post();
    forget(place);
    return answer;
  } catch (thrown) {
    gone.delete(clientId);
    throw thrown;
  }
}

const isOvertaken = (thrown: unknown) =>
  thrown instanceof CallError &&
  thrown.body.code === 'conflict' &&
  thrown.body.details?.reason === 'WRITTEN_ELSEWHERE';

interface Keeping {
  /** Whether the server has what is written. */
  everywhere: boolean;
  failure: string;
}

/**
 * Keeps a draft while it is written.
 * @param first as it was when the form was opened
 * @param store sends it as it now is, on the foot of the version that the server had last
 * @param overtaken it was written on, posted or dropped elsewhere: what is typed here becomes a draft of its own
 */
export function useKeeping(
  place: string,
  draft: Draft,
  first: Kept,
  store: (version: number | undefined) => Promise<Listing>,
  overtaken: () => void,
): Keeping {
  const [state, setState] = useState<Keeping>({
    everywhere: first.at !== null && first.sent,
    failure: '',
  });
  const now = useRef<Kept>(first);
  const latest = useRef(store);
  latest.current = store;
  const sending = useRef<Promise<void>>(Promise.resolve());

  /** One save after another, each on the version that the last one left. */
  const send = () => {
    const what = now.current;
    if (what.sent || gone.has(what.draft.clientId)) return;
    const once = async () => {
      try {
        const { id, version } = await latest.current(now.current.at?.version);
        if (gone.has(what.draft.clientId))
          return void (await call('listing:discard', { listingId: id }).catch(() => {}));
        now.current = {
          ...now.current,
          at: { id, version },
          sent: now.current.draft === what.draft,
        };
        keep(place, now.current);
        setState({ everywhere: now.current.sent, failure: '' });
      } catch (thrown) {
        if (gone.has(what.draft.clientId)) return;
        if (isOvertaken(thrown)) overtaken();
        else if (!(thrown instanceof CallError && thrown.body.retryable))
          setState({ everywhere: false, failure: explain(thrown) });
      }
    };
    sending.current = sending.current.then(once);
  };

  useEffect(() => {
    if (draft !== now.current.draft) {
      const another = draft.clientId !== now.current.draft.clientId;
      now.current = { draft, at: another ? null : now.current.at, sent: false };
      keep(place, now.current);
      setState({ everywhere: false, failure: '' });
    }
    if (now.current.sent || !connected.value) return;
    const timer = setTimeout(send, rest);
    return () => clearTimeout(timer);
  }, [draft, connected.value]);

  useEffect(() => {
    if (
      dropped.value &&
      dropped.value === now.current.at?.id &&
      !gone.has(now.current.draft.clientId)
    )
      overtaken();
  }, [dropped.value]);

  // Whoever leaves while a draft rests does not leave it behind.
  useEffect(() => () => send(), []);
  return state;
}
