/** The rules of channels: creating, joining, inviting, reading marks. */
import { v7 as uuid } from 'uuid';
import type { Channel } from '../../../shared/contract/channels.ts';
import { isId } from '../../../shared/contract/define.ts';
import type { OperationName } from '../../../shared/contract/index.ts';
import { type Broadcaster, room } from '../../core/broadcaster.ts';
import type { Caller, Handlers } from '../../core/caller.ts';
import { badField, conflict, forbidden, notFound } from '../../core/errors.ts';
import { slugOf } from '../../core/slug.ts';
import { isShutOut } from '../accounts/accounts.standing.ts';
import type { AccountsStore } from '../accounts/accounts.store.ts';
import type { ChannelInvitationsStore } from './channel-invitations.store.ts';
import { createChannelInvitations } from './channel-invitations.ts';
import {
  assertMayCreateMore,
  assertModerates,
  mayAppointModerators,
  mayCreateOpen,
} from './channels.policy.ts';
import type { ChannelsStore, Visible } from './channels.store.ts';
import { toDetails, toListed } from './channels.wire.ts';

/** What looks like an id is taken for one wherever callers name a channel. */
const unlikeId = (slug: string) => (isId(slug) ? slug.replaceAll('-', '') : slug);

type Names = Extract<OperationName, `channel:${string}`>;

export interface ChannelsService {
  handlers: Handlers<Exclude<Names, 'channel:open'>>;
  /** The channel as the caller may see it; `not_found` for unknown and for unseen ones alike. */
  visible(channelId: string, caller: Caller): Promise<Visible>;
  /** The channel as a member may see it now; null for an unknown one, once they have lost access, and while they are shut out. */
  seenBy(channelId: string, memberId: string): Promise<Visible | null>;
  /** The id of the channel with a slug; null unless the caller may see it. */
  idOf(slug: string, caller: Caller | null): Promise<string | null>;
  /** Whether anybody may see it. */
  isOpen(channelId: string): Promise<boolean>;
  /** Ends the invitations to channels that a member made. */
  endInvitationsBy(memberId: string): Promise<void>;
  /** Takes a member who has left the forum out of everything. */
  forget(memberId: string): Promise<void>;
  /** Brings a member into a channel and tells their devices. */
  bringIn(channelId: string, memberId: string): Promise<void>;
  /** Takes a member out of a channel and tells their devices; nothing happens when they are not in it. */
  takeOut(channelId: string, memberId: string): Promise<void>;
  /** The channels a member is in. */
  idsOf(memberId: string): Promise<string[]>;
  create(
    details: Omit<Channel, 'id' | 'slug' | 'archivedAt' | 'createdAt'>,
    creatorId: string | null,
  ): Promise<Channel>;
}

export function createChannelsService(deps: {
  store: ChannelsStore;
  invitations: ChannelInvitationsStore;
  accounts: AccountsStore;
  broadcaster: Broadcaster;
}): ChannelsService {
  const { store, broadcaster } = deps;

  async function visible(channelId: string, caller: Caller): Promise<Visible> {
    const found = await store.visible(channelId, caller.memberId);
    if (!found) throw notFound('channel');
    return found;
  }

  async function moderated(channelId: string, caller: Caller): Promise<Visible> {
    const found = await visible(channelId, caller);
    assertModerates(caller, found);
    return found;
  }

  const told = (channel: Channel) =>
    broadcaster.tell(
      channel.kind === 'open' ? room.everyone : room.channel(channel.id),
      'channel:changed',
      channel,
    );

  async function bringIn(channelId: string, memberId: string) {
    await store.join(channelId, memberId);
    await invitations.end({ channelId, memberId });
    broadcaster.join(room.member(memberId), room.channel(channelId));
    const found = await store.visible(channelId, memberId);
    // Taken out again while the sockets were on their way in.
    if (!found?.membership)
      return broadcaster.leave(room.member(memberId), room.channel(channelId));
    broadcaster.tell(room.member(memberId), 'membership:started', toListed(found));
  }

  async function takeOut({ channel }: Visible, memberId: string) {
    const left = await store.leave(channel.id, memberId);
    // Also after an attempt that got no further than this, and for who was only invited.
    const ended =
      (await invitations.end({ channelId: channel.id, inviterId: memberId })) +
      (await invitations.end({ channelId: channel.id, memberId }));
    if (!left) {
      if (ended === 0) throw notFound('member of this channel');
      return;
    }
    broadcaster.leave(room.member(memberId), room.channel(channel.id));
    broadcaster.tell(room.member(memberId), 'membership:ended', {
      channelId: channel.id,
      private: channel.kind === 'private',
    });
  }

  function slugFor(name: string, id: string, kind: 'open' | 'private'): string {
    const slug = unlikeId(slugOf(name));
    if (!slug) throw badField('name', 'letters', 'at least one letter or digit');
    // The names of private channels are nobody's business, not even by a conflict.
    return kind === 'private' ? `${slug.slice(0, 28)}-${id.slice(-10)}` : slug;
  }

  async function create(
    details: Parameters<ChannelsService['create']>[0],
    creatorId: string | null,
  ): Promise<Channel> {
    const id = uuid();
    const channel: Channel = {
      id,
      slug: slugFor(details.name, id, details.kind),
      ...details,
      archivedAt: null,
      createdAt: new Date().toISOString(),
    };
    const added = await store.add(channel, creatorId, assertMayCreateMore);
    if (creatorId) broadcaster.join(room.member(creatorId), room.channel(id));
    told(added);
    return added;
  }

  async function mark(channelId: string, caller: Caller, seq: number, back: boolean) {
    await visible(channelId, caller);
    const readSeq = await store.read(channelId, caller.memberId, seq, back);
    if (readSeq === null) throw notFound('membership');
    broadcaster.tell(room.member(caller.memberId), 'read:changed', { channelId, readSeq });
    return { readSeq };
  }

  const invitations = createChannelInvitations({
    store: deps.invitations,
    accounts: deps.accounts,
    broadcaster,
    channels: { visible, seenBy: store.visible, bringIn },
  });

  return {
    visible,
    async seenBy(channelId, memberId) {
      const [found, member] = await Promise.all([
        store.visible(channelId, memberId),
        deps.accounts.member(memberId),
      ]);
      return member && !isShutOut(member) ? found : null;
    },
    async endInvitationsBy(inviterId) {
      await invitations.end({ inviterId });
    },
    async forget(memberId) {
      for (const channelId of await store.channelIdsOf(memberId))
        await store.leave(channelId, memberId);
      await invitations.end({ inviterId: memberId });
      await invitations.end({ memberId });
    },
    idOf: (slug, caller) => store.idOf(slug.normalize('NFC'), caller?.memberId ?? ''),
    // Who is nobody is in no private one.
    isOpen: async (channelId) => (await store.visible(channelId, '')) !== null,
    bringIn,
    async takeOut(channelId, memberId) {
      const found = await store.visible(channelId, memberId);
      if (found?.membership) await takeOut(found, memberId);
    },
    idsOf: store.channelIdsOf,
    create,
    handlers: {
      ...invitations.handlers,
      'channel:list': ({ after, limit }, caller) => store.list(caller.memberId, after ?? '', limit),

      'channel:details': async ({ channelIds }, caller) => {
        const seen = await Promise.all(
          [...new Set(channelIds)].map((id) => store.visible(id, caller.memberId)),
        );
        return seen.flatMap((found) => (found ? [toDetails(found.channel)] : []));
      },

      'channel:create': async (input, caller) => {
        if (input.kind === 'open' && !mayCreateOpen(caller))
          throw forbidden(
            'Only moderators can create open channels; you can create a private one.',
            'OPEN_CHANNELS_BY_MODERATORS',
          );
        if (input.forEveryone && input.kind === 'private')
          throw badField('forEveryone', 'open_only', 'only an open channel can be for everyone');
        const channel = await create(input, caller.memberId);
        return toListed(await visible(channel.id, caller));
      },

      'channel:edit': async ({ channelId, archived, name, ...patch }, caller) => {
        const { channel } = await moderated(channelId, caller);
        if (patch.forEveryone && channel.kind === 'private')
          throw badField('forEveryone', 'open_only', 'only an open channel can be for everyone');
        const edited = await store.edit(channelId, {
          ...patch,
          ...(name &&
            name !== channel.name && { name, slug: slugFor(name, channelId, channel.kind) }),
          ...(archived !== undefined && {
            archivedAt: archived ? (channel.archivedAt ?? new Date().toISOString()) : null,
          }),
        });
        if (!edited) throw notFound('channel');
        if (archived) await invitations.end({ channelId });
        told(edited);
        return edited;
      },

      'channel:join': async ({ channelId }, caller) => {
        const { channel } = await visible(channelId, caller);
        if (channel.archivedAt) throw conflict('This channel is archived.', { state: 'archived' });
        await bringIn(channelId, caller.memberId);
        return toListed(await visible(channelId, caller));
      },

      'channel:leave': async ({ channelId }, caller) => {
        await takeOut(await visible(channelId, caller), caller.memberId);
        return {};
      },

      'channel:star': async ({ channelId, starred }, { memberId }) => {
        const membership = await store.editMembership(channelId, memberId, { starred });
        if (!membership) throw notFound('membership');
        broadcaster.tell(room.member(memberId), 'membership:changed', { channelId, membership });
        return membership;
      },

      'channel:members': async ({ channelId, after, limit }, caller) => {
        await visible(channelId, caller);
        return store.members(channelId, after ?? '', limit);
      },

      'channel:remove-member': async ({ channelId, memberId }, caller) => {
        await takeOut(await moderated(channelId, caller), memberId);
        return {};
      },

      'channel:set-moderator': async ({ channelId, memberId, moderator }, caller) => {
        await visible(channelId, caller);
        if (!mayAppointModerators(caller))
          throw forbidden(
            'Only moderators of the whole forum can appoint others.',
            'FORUM_MODERATORS_ONLY',
          );
        const membership = await store.editMembership(channelId, memberId, { moderator });
        if (!membership) throw notFound('member of this channel');
        broadcaster.tell(room.member(memberId), 'membership:changed', { channelId, membership });
        return {};
      },

      'channel:read': ({ channelId, seq }, caller) => mark(channelId, caller, seq, false),
      'channel:mark-unread': ({ channelId, seq }, caller) => mark(channelId, caller, seq - 1, true),
    },
  };
}
