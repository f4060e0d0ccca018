/** Channels: topics, who is in them, and how far each member has read. */
import { z } from 'zod';
import { limits } from '../limits.ts';
import { channelId, event, id, iso, nothing, operation } from './define.ts';
import { optionalText, titled } from './text.ts';

const details = {
  name: titled(limits.channelName),
  topic: optionalText(limits.topic),
  description: optionalText(limits.channelDescription),
  emoji: optionalText(limits.emoji),
};

/** The numbers of a channel's last change and last new post. */
export const head = z.strictObject({ rev: z.int(), seq: z.int() });
export type Head = z.infer<typeof head>;

/** What a list says of a channel. */
export const channelSummary = z.strictObject({
  id,
  slug: z.string(),
  name: details.name,
  emoji: details.emoji,
  kind: z.enum(['open', 'private']),
  archivedAt: iso.nullable(),
});
export type ChannelSummary = z.infer<typeof channelSummary>;

export const channel = channelSummary.extend({
  topic: details.topic,
  description: details.description,
  /** New members of the forum join it by themselves. */
  forEveryone: z.boolean(),
  createdAt: iso,
});
export type Channel = z.infer<typeof channel>;

/** The caller's place in a channel; unread is `head.seq − readSeq`, without what was deleted since. */
export const membership = z.strictObject({
  readSeq: z.int(),
  moderator: z.boolean(),
  /** It stands on top of the caller's list. */
  starred: z.boolean(),
});
export type Membership = z.infer<typeof membership>;

/** Seqs of unread posts that are named of one channel. */
export const mostNamed = { mentions: 100, deleted: 300 };

/** A channel as it stands in the caller's list. */
export const listed = z.strictObject({
  channel: channelSummary,
  head,
  activeAt: iso,
  membership: membership.nullable(),
  /** Posts that mention the caller and lie beyond readSeq. */
  mentions: z.int(),
  /** The seqs of the latest of them. */
  mentionedIn: z.array(z.int()).max(mostNamed.mentions),
  /** The seqs of the latest deleted posts beyond readSeq: they are not unread. Empty, as the two before, but in the list. */
  deleted: z.array(z.int()).max(mostNamed.deleted),
});
export type Listed = z.infer<typeof listed>;

/** An invitation as whoever is invited sees it: nothing else of the channel is theirs to know yet. */
export const channelInvitation = z.strictObject({
  id,
  channelName: z.string(),
  inviterId: id,
  createdAt: iso,
});
export type ChannelInvitation = z.infer<typeof channelInvitation>;

/** A page stays below 100 kB, however long the names are. */
const mostListed = 150;

const byId = z.strictObject({ channelId });

export const channelsOperations = [
  operation({
    name: 'channel:list',
    http: 'GET /channels',
    access: 'member',
    rate: 'read',
    input: z.strictObject({
      after: id.optional(),
      limit: z.int().min(1).max(mostListed).default(mostListed),
    }),
    output: z.array(listed),
    errors: [],
    summary: `The open channels and the caller's private ones, ordered by id, ${mostListed} a page; \`channel:details\` says more about each.`,
  }),
  operation({
    name: 'channel:details',
    http: 'GET /channel-details',
    access: 'member',
    rate: 'read',
    input: z.strictObject({ channelIds: z.array(channelId).min(1).max(20) }),
    output: z.array(channel),
    errors: [],
    summary:
      'Topic, description and more of up to 20 channels; those the caller may not see are left out.',
  }),
  operation({
    name: 'channel:create',
    http: 'POST /channels',
    access: 'person',
    rate: 'write',
    stores: true,
    input: z.strictObject({
      ...details,
      topic: details.topic.default(''),
      description: details.description.default(''),
      emoji: details.emoji.default(''),
      kind: z.enum(['open', 'private']).default('open'),
      forEveryone: z.boolean().default(false),
    }),
    output: listed,
    errors: ['forbidden', 'conflict', 'rate_limited'],
    summary:
      'Create a channel: anybody a private one, moderators and administrators an open one. One member creates 20 a day and 100 in all.',
  }),
  operation({
    name: 'channel:edit',
    http: 'PATCH /channels/:channelId',
    access: 'person',
    rate: 'write',
    input: z.strictObject({
      channelId,
      ...z.strictObject(details).partial().shape,
      forEveryone: z.boolean().optional(),
      archived: z.boolean().optional(),
    }),
    output: channel,
    errors: ['not_found', 'forbidden', 'conflict'],
    summary:
      'Change or archive a channel: its moderators. An archived one can be read, not written.',
  }),
  operation({
    name: 'channel:join',
    http: 'PUT /channels/:channelId/membership',
    access: 'member',
    rate: 'write',
    input: byId,
    output: listed,
    errors: ['not_found'],
    summary: 'Join an open channel.',
  }),
  operation({
    name: 'channel:leave',
    http: 'DELETE /channels/:channelId/membership',
    access: 'member',
    rate: 'write',
    input: byId,
    output: nothing,
    errors: ['not_found'],
    summary: 'Leave a channel.',
  }),
  operation({
    name: 'channel:star',
    http: 'PUT /channels/:channelId/starred',
    access: 'member',
    rate: 'write',
    input: z.strictObject({ channelId, starred: z.boolean() }),
    output: membership,
    errors: ['not_found'],
    summary:
      'Put a channel that the caller is in on top of their list, or no longer; on all of their devices.',
  }),
  operation({
    name: 'channel:members',
    http: 'GET /channels/:channelId/members',
    access: 'member',
    rate: 'read',
    input: z.strictObject({
      channelId,
      after: id.optional(),
      limit: z.int().min(1).max(500).default(200),
    }),
    output: z.array(z.strictObject({ memberId: id, moderator: z.boolean() })),
    errors: ['not_found'],
    summary: 'Who is in a channel, ordered by member id.',
  }),
  operation({
    name: 'channel:invite',
    http: 'PUT /channels/:channelId/members/:memberId',
    access: 'person',
    rate: 'write',
    input: z.strictObject({ channelId, memberId: id }),
    output: z.strictObject({ joined: z.boolean() }),
    errors: ['not_found', 'forbidden', 'conflict', 'rate_limited'],
    summary:
      'Invite somebody into a channel: any member of it. Bots are in it at once, people once they accept; whoever declined is not invited again by the same member for a week.',
  }),
  operation({
    name: 'channel:invitations',
    http: 'GET /channel-invitations',
    access: 'person',
    rate: 'read',
    input: nothing,
    output: z.array(channelInvitation),
    errors: [],
    summary: "The invitations to channels that wait for the caller's answer, newest first.",
  }),
  operation({
    name: 'channel:accept',
    http: 'PUT /channel-invitations/:invitationId',
    access: 'person',
    rate: 'write',
    input: z.strictObject({ invitationId: id }),
    output: listed,
    errors: ['not_found'],
    summary: 'Accept an invitation: the caller is in the channel.',
  }),
  operation({
    name: 'channel:decline',
    http: 'DELETE /channel-invitations/:invitationId',
    access: 'person',
    rate: 'write',
    input: z.strictObject({ invitationId: id }),
    output: nothing,
    errors: ['not_found'],
    summary: 'Decline an invitation.',
  }),
  operation({
    name: 'channel:remove-member',
    http: 'DELETE /channels/:channelId/members/:memberId',
    access: 'person',
    rate: 'write',
    input: z.strictObject({ channelId, memberId: id }),
    output: nothing,
    errors: ['not_found', 'forbidden'],
    summary:
      'Take a member out of a channel, or take back that they were invited: its moderators. Nothing reaches them afterwards.',
  }),
  operation({
    name: 'channel:set-moderator',
    http: 'PUT /channels/:channelId/members/:memberId/moderator',
    access: 'person',
    rate: 'write',
    input: z.strictObject({ channelId, memberId: id, moderator: z.boolean() }),
    output: nothing,
    errors: ['not_found', 'forbidden'],
    summary:
      'Make a member moderator of this channel, or no longer: moderators of the forum, administrators.',
  }),
  operation({
    name: 'channel:read',
    http: 'PUT /channels/:channelId/read',
    access: 'member',
    rate: 'signal',
    input: z.strictObject({ channelId, seq: z.int().min(0) }),
    output: z.strictObject({ readSeq: z.int() }),
    errors: ['not_found'],
    summary: 'Say that everything up to a seq is read; it never goes back.',
  }),
  operation({
    name: 'channel:mark-unread',
    http: 'DELETE /channels/:channelId/read',
    access: 'member',
    rate: 'write',
    input: z.strictObject({ channelId, seq: z.int().min(1) }),
    output: z.strictObject({ readSeq: z.int() }),
    errors: ['not_found'],
    summary: 'Take the reading mark back, so that the post with this seq is the first unread one.',
  }),
] as const;

export const channelsEvents = [
  event({ name: 'channel:changed', data: channel, summary: 'A channel was created or edited.' }),
  event({
    name: 'channel:invited',
    data: channelInvitation,
    summary: 'Somebody invited the caller into a channel.',
  }),
  event({
    name: 'channel:invitation-ended',
    data: z.strictObject({ invitationId: id }),
    summary:
      'An invitation was answered, or does not hold any more: whoever invited has left the channel, or it was archived.',
  }),
  event({
    name: 'membership:started',
    data: listed,
    summary: 'The caller is now in this channel.',
  }),
  event({
    name: 'membership:changed',
    data: z.strictObject({ channelId: id, membership }),
    summary: "The caller's place in a channel changed.",
  }),
  event({
    name: 'membership:ended',
    data: z.strictObject({ channelId: id, private: z.boolean() }),
    summary: 'The caller is no longer in this channel.',
  }),
  event({
    name: 'read:changed',
    data: z.strictObject({ channelId: id, readSeq: z.int() }),
    summary: 'How far the caller has read, told to all their devices.',
  }),
] as const;
