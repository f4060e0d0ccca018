/** A channel as it travels. */
import type { Channel, Listed } from '../../../shared/contract/channels.ts';
import type { StoredChannel, Visible } from './channels.store.ts';

/** @param mentions of the caller in what they have not read */
export const toListed = (
  { channel: { id, slug, name, emoji, kind, archivedAt, head, activeAt }, membership }: Visible,
  mentions = 0,
): Listed => ({
  channel: { id, slug, name, emoji, kind, archivedAt },
  head,
  activeAt,
  membership,
  mentions,
});

/** Everything about a channel but what moves with its posts. */
export const toDetails = ({
  head: _head,
  activeAt: _activeAt,
  ...channel
}: StoredChannel): Channel => channel;
