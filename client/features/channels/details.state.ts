/** What the list of channels leaves out, asked for where it is shown, and kept up to date. */
import type { Channel } from '../../../shared/contract/channels.ts';
import { call, on, whenConnected } from '../../api.ts';
import { knownById } from '../../by-id.ts';

const details = knownById<Channel>(20, (channelIds) => call('channel:details', { channelIds }));

/** A channel with everything about it; undefined until it is known, which draws the asker again. */
export const { byId: detailsById } = details;

// What changed without a connection went unheard.
whenConnected(details.refresh);

on('channel:changed', (channel) => {
  if (details.known.peek().has(channel.id)) details.meet([channel]);
});
