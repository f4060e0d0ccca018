/** Drafts of listings: at once on this device, a moment later on the server, and from there on the others. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Listing } from '../../../shared/contract/listing.ts';
import { connected } from '../../api.ts';
import type { Draft } from './listing-draft.ts';

interface Kept {
  draft: Draft;
  /** As the server has it; null while it does not. */
  at: { id: string; version: number } | null;
}

/** ms of rest after which a draft is sent. */
const rest = 800;
const key = (place: string) => `muster:listing:${place}`;

export function kept(place: string): Kept | null {
  const text = localStorage.getItem(key(place));
  return text ? (JSON.parse(text) as Kept) : null;
}
const keep = (place: string, what: Kept) => localStorage.setItem(key(place), JSON.stringify(what));
export const forget = (place: string) => localStorage.removeItem(key(place));

/**
 * Keeps a draft while it is written.
 * @param first as it was when the form was opened; until it differs nothing is kept
 * @param store sends it as it now is
 * @returns whether the server has what is written
 */
export function useKeeping(place: string, draft: Draft, first: Draft, store: () => Promise<Listing>): boolean {
  const [sent, setSent] = useState(() => kept(place)?.at != null);
  const latest = useRef(store);
  latest.current = store;
  const send = async () => {
    const { id, version } = await latest.current();
    // Posted, discarded or written on meanwhile?
    if (JSON.stringify(kept(place)?.draft) !== JSON.stringify(draft)) return;
    keep(place, { draft, at: { id, version } });
    setSent(true);
  };
  useEffect(() => {
    if (draft === first && kept(place)?.at !== null) return;
    keep(place, { draft, at: null });
    setSent(false);
    if (!connected.value) return;
    const timer = setTimeout(() => void send().catch(() => {}), rest);
    return () => clearTimeout(timer);
  }, [draft, connected.value]);
  // Whoever leaves while a draft rests does not leave it behind.
  useEffect(
    () => () => {
      if (kept(place)?.at === null) void latest.current().catch(() => {});
    },
    [],
  );
  return sent;
}
