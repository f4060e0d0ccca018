/** The rules of invitations to channels: nobody is brought into a channel without having said yes. */
import { v7 as uuid } from 'uuid';
import type { RefusalReason } from '../../../shared/refusals.ts';
import { type Broadcaster, room } from '../../core/broadcaster.ts';
import type { Caller, Handlers } from '../../core/caller.ts';
import { AppError, conflict, forbidden, notFound } from '../../core/errors.ts';
import type { AccountsStore } from '../accounts/accounts.store.ts';
import type { ChannelInvitation, ChannelInvitationsStore } from './channel-invitations.store.ts';
import type { Visible } from './channels.store.ts';
import { toListed } from './channels.wire.ts';

/** ms for which whoever was declined cannot invite the same member again. */
const respite = 7 * 86_400_000;

export interface ChannelInvitations {
  handlers: Handlers<`channel:${'invite' | 'invitations' | 'accept' | 'decline'}`>;
  /** Ends invitations and tells those who were invited; how many they were. */
  end(which: Parameters<ChannelInvitationsStore['end']>[0]): Promise<number>;
}

export function createChannelInvitations(deps: {
  store: ChannelInvitationsStore;
  accounts: Pick<AccountsStore, 'member'>;
  broadcaster: Broadcaster;
  channels: {
    visible(channelId: string, caller: Caller): Promise<Visible>;
    seenBy(channelId: string, memberId: string): Promise<Visible | null>;
    bringIn(channelId: string, memberId: string): Promise<void>;
  };
}): ChannelInvitations {
  const { store, broadcaster, channels } = deps;

  const tellEnded = ({ id, memberId }: ChannelInvitation) =>
    broadcaster.tell(room.member(memberId), 'channel:invitation-ended', { invitationId: id });

  async function invite(
    channelId: string,
    channelName: string,
    ends: { from: string; to: string },
  ) {
    const invitation = {
      id: uuid(),
      channelId,
      memberId: ends.to,
      inviterId: ends.from,
      createdAt: new Date().toISOString(),
    };
    const invited = await store.invite(invitation, new Date(Date.now() - respite).toISOString());
    if (typeof invited === 'object') throw declined(invited.refusedAt);
    if (invited === 'added')
      broadcaster.tell(
        room.member(ends.to),
        'channel:invited',
        toWire({ ...invitation, channelName }),
      );
  }

  return {
    async end(which) {
      const ended = await store.end(which);
      for (const invitation of ended) tellEnded(invitation);
      return ended.length;
    },
    handlers: {
      'channel:invite': async ({ channelId, memberId }, caller) => {
        const { channel, membership } = await channels.visible(channelId, caller);
        if (!membership)
          throw forbidden('Join the channel before you invite others.', 'JOIN_TO_INVITE');
        if (channel.archivedAt) throw conflict('This channel is archived.', { state: 'archived' });
        const member = await deps.accounts.member(memberId);
        if (!member || member.deletion) throw notFound('member');
        if ((await channels.seenBy(channelId, memberId))?.membership) return { joined: true };
        // A bot has nobody to ask.
        if (member.kind === 'bot') await channels.bringIn(channelId, memberId);
        else await invite(channelId, channel.name, { from: caller.memberId, to: memberId });
        return { joined: member.kind === 'bot' };
      },

      'channel:invitations': async (_input, caller) =>
        (await store.waitingFor(caller.memberId)).map(toWire),

      'channel:accept': async ({ invitationId }, caller) => {
        const waiting = await store.waitingFor(caller.memberId);
        const accepted = waiting.find(({ id }) => id === invitationId);
        if (!accepted) throw notFound('invitation');
        await channels.bringIn(accepted.channelId, caller.memberId);
        return toListed(await channels.visible(accepted.channelId, caller));
      },

      'channel:decline': async ({ invitationId }, caller) => {
        const at = new Date().toISOString();
        const refused = await store.refuse(invitationId, caller.memberId, at);
        if (!refused) throw notFound('invitation');
        tellEnded(refused);
        return {};
      },
    },
  };
}

function declined(refusedAt: string): AppError {
  const again = Date.parse(refusedAt) + respite;
  return new AppError(
    'rate_limited',
    `They declined an invitation of yours. You can invite them again from ${new Date(again).toISOString()} on.`,
    {
      reason: 'INVITATION_DECLINED' satisfies RefusalReason,
      retryAfter: Math.max(1, Math.ceil((again - Date.now()) / 1000)),
    },
  );
}

/** What whoever is invited may know. */
const toWire = ({
  id,
  channelName,
  inviterId,
  createdAt,
}: ChannelInvitation & { channelName: string }) => ({ id, channelName, inviterId, createdAt });
