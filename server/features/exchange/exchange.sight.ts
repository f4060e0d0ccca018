/** What stands where a caller may look. */
import type { Caller } from '../../core/caller.ts';
import type { AppError } from '../../core/errors.ts';
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
