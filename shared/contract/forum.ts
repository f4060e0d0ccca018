/** The forum itself: what it is called, how one gets in, and how far it has been set up. */
import { z } from 'zod';
import { limits } from '../limits.ts';
import { event, nothing, operation } from './define.ts';
import { named } from './text.ts';

export const forumName = named(limits.forumName);

/** The steps by which an administrator sets up a new forum, in their order. */
export const setupSteps = ['name', 'cluster', 'channels', 'people', 'done'] as const;

/** What administrators decide about the forum. */
export const forumSettings = z.strictObject({
  name: forumName,
  /** The step of setting up that comes next. */
  setup: z.enum(setupSteps),
});
export type ForumSettings = z.infer<typeof forumSettings>;

export const forumOperations = [
  operation({
    name: 'forum:about',
    http: 'GET /forum',
    access: 'anyone',
    rate: 'read',
    input: nothing,
    output: forumSettings.extend({
      registration: z.enum(['open', 'invitation', 'closed']),
      version: z.string(),
    }),
    errors: [],
    summary: 'What this forum is called, whether one can register, and how far it is set up.',
  }),
  operation({
    name: 'forum:edit',
    http: 'PATCH /forum',
    access: 'administrator',
    rate: 'write',
    input: forumSettings.partial(),
    output: forumSettings,
    errors: [],
    summary: 'Change what the forum is called, or how far it is set up.',
  }),
] as const;

export const forumEvents = [
  event({
    name: 'forum:changed',
    data: forumSettings,
    summary: 'An administrator changed the settings of the forum.',
  }),
] as const;
