/** The port under which invitations to channels are kept, and who declined those of whom. Every method is atomic. */

export interface ChannelInvitation {
  id: string;
  channelId: string;
  /** Who is invited. */
  memberId: string;
  inviterId: string;
  createdAt: string;
}

/** That a member declined an invitation of another, the last time they did. */
export interface InvitationRefusal {
  inviterId: string;
  memberId: string;
  refusedAt: string;
}

/** Added, or one waits for an answer already, or the member declined one of this inviter. */
export type Invited = 'added' | 'waiting' | { refusedAt: string };

export interface ChannelInvitationsStore {
  /** Adds an invitation, unless the member declined one of the same inviter, to any channel, after a time. */
  invite(invitation: ChannelInvitation, refusedAfter: string): Promise<Invited>;
  /** Those that wait for a member, newest first: their inviter is in the channel, the member is not, and it is not archived. */
  waitingFor(memberId: string): Promise<(ChannelInvitation & { channelName: string })[]>;
  /** Ends an invitation and remembers that it was declined. Null when the member has no such one. */
  refuse(id: string, memberId: string, at: string): Promise<ChannelInvitation | null>;
  /** Ends the invitations to a channel, of an inviter, to a member, or what two of these have in common. Which they were. */
  end(which: {
    channelId?: string;
    inviterId?: string;
    memberId?: string;
  }): Promise<ChannelInvitation[]>;
}
