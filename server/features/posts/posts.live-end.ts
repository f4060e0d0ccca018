/** The live ends of streams, which whoever opens a channel reads: kept for as long as nothing in the channel changes. */

/** Channels whose live end is kept; that of the one not opened for longest goes first. */
const most = 64;

/**
 * @param read gives the live end of a channel with the head it had before
 * @returns the live end of a channel whose head is at `rev` or beyond
 */
export function keepLiveEnds<P extends { head: { rev: number } }>(
  read: (channelId: string) => Promise<P>,
): (channelId: string, rev: number) => Promise<P> {
  const kept = new Map<string, P>();
  return async (channelId, rev) => {
    const known = kept.get(channelId);
    const end = known?.head.rev === rev ? known : await read(channelId);
    kept.delete(channelId);
    kept.set(channelId, end);
    const [oldest = ''] = kept.keys();
    if (kept.size > most) kept.delete(oldest);
    return end;
  };
}
