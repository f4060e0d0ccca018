/** A channel as it travels. */
import type { Channel, Listed } from '../../../shared/contract/channels.ts';
import type { StoredChannel, Visible } from './channels.store.ts';

/** What of a channel's unread posts is to be told apart. */
export type Beyond = Pick<Listed, 'mentions' | 'mentionedIn' | 'deleted'>;

const nothing: Beyond = { mentions: 0, mentionedIn: [], deleted: [] };

/** @param beyond what the caller has not read */
export const toListed = (
  { channel: { id, slug, name, emoji, kind, archivedAt, head, activeAt }, membership }: Visible,
  beyond = nothing,
): Listed => ({
  channel: { id, slug, name, emoji, kind, archivedAt },
  head,
  activeAt,
  membership,
  ...beyond,
});

/** Everything about a channel but what moves with its posts. */
export const toDetails = ({
  head: _head,
  activeAt: _activeAt,
  ...channel
}: StoredChannel): Channel => channel;
