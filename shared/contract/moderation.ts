/** Moderation: key information and removals. */
import { z } from 'zod';
import { event, id, iso, operation, reason } from './define.ts';
import { post } from './posts.ts';

export const moderationOperations = [
  operation({
    name: 'post:pin',
    http: 'PUT /posts/:postId/pin',
    access: 'member',
    rate: 'write',
    input: z.strictObject({ postId: id, pinned: z.boolean() }),
    output: post,
    errors: ['not_found', 'forbidden', 'conflict'],
    summary: "Make a post part of its channel's key information, or no longer: moderators.",
  }),
  operation({
    name: 'post:remove',
    http: 'POST /posts/:postId/removal',
    access: 'member',
    rate: 'write',
    input: z.strictObject({ postId: id, reason }),
    output: post,
    errors: ['not_found', 'forbidden'],
    summary: 'Remove a post with a reason that its author sees: moderators.',
  }),
  operation({
    name: 'removal:get',
    http: 'GET /posts/:postId/removal',
    access: 'member',
    rate: 'read',
    input: z.strictObject({ postId: id }),
    output: z.strictObject({ reason: z.string(), at: iso, by: id }),
    errors: ['not_found'],
    summary: 'Why a post was removed: for its author and for moderators.',
  }),
] as const;

export const moderationEvents = [
  event({
    name: 'post:removed',
    data: z.strictObject({ postId: id, channelId: id, reason: z.string() }),
    summary: "One of the caller's posts was removed, and why.",
  }),
] as const;
