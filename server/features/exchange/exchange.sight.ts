/** What stands where a caller may look, and whose authors can still be reached there. */
import type { Listing } from '../../../shared/contract/listing.ts';
import type { Caller } from '../../core/caller.ts';
import { type AppError, conflict } from '../../core/errors.ts';
import type { ChannelsService } from '../channels/channels.service.ts';

/** Only what stands in channels that the caller may see. */
export async function inSight<T extends { channelId: string }>(
  found: Iterable<T>,
  caller: Caller,
  channels: Pick<ChannelsService, 'visible'>,
): Promise<T[]> {
  const all = [...found];
  const seen = await placesInSight(
    new Set(all.map(({ channelId }) => channelId)),
    caller,
    channels,
  );
  return all.filter(({ channelId }) => seen.has(channelId));
}

/** Those of some channels that the caller may see. */
export async function placesInSight(
  channelIds: Iterable<string>,
  caller: Caller,
  channels: Pick<ChannelsService, 'visible'>,
): Promise<ReadonlySet<string>> {
  const seen = new Set<string>();
  await Promise.all(
    [...channelIds].map((channelId) =>
      channels.visible(channelId, caller).then(
        () => seen.add(channelId),
        (error) => {
          if ((error as AppError).code !== 'not_found') throw error;
        },
      ),
    ),
  );
  return seen;
}

type Stands = Pick<Listing, 'channelId' | 'authorId'>;

/** Why nothing new can be asked of a listing where it stands; null when it can. */
async function obstacle(
  { channelId, authorId }: Stands,
  channels: Pick<ChannelsService, 'seenBy'>,
): Promise<'CHANNEL_ARCHIVED' | 'AUTHOR_GONE' | null> {
  const seen = await channels.seenBy(channelId, authorId);
  if (!seen) return 'AUTHOR_GONE';
  return seen.channel.archivedAt ? 'CHANNEL_ARCHIVED' : null;
}

/** Only those of which something new can be asked: their authors still see the channel, and it is not archived. */
export async function withinReach<T extends Stands>(
  found: Iterable<T>,
  channels: Pick<ChannelsService, 'seenBy'>,
): Promise<T[]> {
  const all = [...found];
  const keyOf = ({ channelId, authorId }: Stands) => `${channelId} ${authorId}`;
  const places = new Map(all.map((listing) => [keyOf(listing), listing]));
  const reached = new Set<string>();
  await Promise.all(
    [...places].map(async ([key, listing]) => {
      if ((await obstacle(listing, channels)) === null) reached.add(key);
    }),
  );
  return all.filter((listing) => reached.has(keyOf(listing)));
}

/** Throws unless something new can be asked of each of these listings. */
export async function assertWithinReach(
  listings: readonly Stands[],
  channels: Pick<ChannelsService, 'seenBy'>,
): Promise<void> {
  for (const listing of listings) {
    const reason = await obstacle(listing, channels);
    if (reason === 'AUTHOR_GONE')
      throw conflict('The author of this listing is no longer in its channel.', { reason });
    if (reason) throw conflict('The channel of this listing is archived.', { reason });
  }
}
