/** The port under which channels and memberships are kept. Every method is atomic. */
import type { Channel, Head, Listed, Membership } from '../../../shared/contract/channels.ts';

/** A channel as kept, with its head; the head moves only with posts (posts.store). */
export interface StoredChannel extends Channel {
  head: Head;
  activeAt: string;
}

/** A channel as it is given out; its head follows from its posts. */
export type ChannelRecord = Channel & { activeAt: string; createdBy: string | null };
export type MembershipRecord = Membership & { channelId: string; memberId: string };

export interface Visible {
  channel: StoredChannel;
  membership: Membership | null;
}

export type ChannelPatch = Partial<
  Pick<Channel, 'name' | 'slug' | 'topic' | 'description' | 'emoji' | 'forEveryone' | 'archivedAt'>
>;

export interface ChannelsStore {
  /**
   * Adds a channel and its creator, if any, who is its first moderator. Where its slug is taken it gets the next that is
   * free; an open channel whose name looks like that of another is a `conflict`.
   * @param assertMayAdd gets the times at which the creator created others, and throws if that is too many
   */
  add(
    channel: Channel,
    creatorId: string | null,
    assertMayAdd?: (created: string[]) => void,
  ): Promise<Channel>;
  /** Null when there is no such channel. A name and its slug are changed together, as `add` takes them. */
  edit(id: string, patch: ChannelPatch): Promise<Channel | null>;
  /** The channel as this member may see it: open, or theirs. Null otherwise. */
  visible(id: string, memberId: string): Promise<Visible | null>;
  /** The channels the member may see, ordered by id, after a given one, with the mentions beyond what they have read. */
  list(memberId: string, after: string, limit: number): Promise<Listed[]>;
  /** The id of the channel with this slug, if this member may see it. */
  idOf(slug: string, memberId: string): Promise<string | null>;
  /** Ids of open channels by slug, for the slugs that exist. */
  openBySlug(slugs: string[]): Promise<Map<string, string>>;
  /** The heads of channels. */
  heads(ids: string[]): Promise<Map<string, Head>>;

  /** Brings a member in, with everything so far counted as read, in threads too. False when they already were. */
  join(channelId: string, memberId: string): Promise<boolean>;
  /** Brings a member into all channels that are for everyone. */
  joinEveryones(memberId: string): Promise<void>;
  /** False when they were not in it. */
  leave(channelId: string, memberId: string): Promise<boolean>;
  /** Changes what a member is in a channel, or how they see it. Null when they are not in it. */
  editMembership(
    channelId: string,
    memberId: string,
    patch: Partial<Pick<Membership, 'moderator' | 'starred'>>,
  ): Promise<Membership | null>;
  /** Moves the reading mark, forward only unless `back`, and never beyond the head. Null when they are not in it. */
  read(channelId: string, memberId: string, seq: number, back: boolean): Promise<number | null>;
  /** Ids of the channels a member is in. */
  channelIdsOf(memberId: string): Promise<string[]>;
  /** Ordered by member id, after a given one. */
  members(
    channelId: string,
    after: string,
    limit: number,
  ): Promise<{ memberId: string; moderator: boolean }[]>;
}

/** What of a channel a member sees, given their membership: an open one, or one they are in. */
export function toVisible(
  channel: StoredChannel | undefined,
  membership: Membership | null = null,
): Visible | null {
  return channel && (channel.kind === 'open' || membership) ? { channel, membership } : null;
}
