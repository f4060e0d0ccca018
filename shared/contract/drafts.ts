/** Drafts: what a member has begun to write, on all their devices. */
import { z } from 'zod';
import { limits } from '../limits.ts';
import { channelId, event, id, iso, nothing, operation } from './define.ts';
import { counted } from './text.ts';

export const draft = z.strictObject({
  channelId: id,
  rootId: id.nullable(),
  text: counted(limits.draft),
  title: counted(limits.draft),
  updatedAt: iso,
});
export type Draft = z.infer<typeof draft>;

export const draftsOperations = [
  operation({
    name: 'draft:list',
    http: 'GET /drafts',
    access: 'person',
    rate: 'read',
    input: nothing,
    output: z.array(draft),
    errors: [],
    summary: "The caller's drafts, latest first.",
  }),
  operation({
    name: 'draft:save',
    http: 'PUT /channels/:channelId/draft',
    access: 'person',
    rate: 'signal',
    stores: true,
    input: z.strictObject({
      channelId,
      rootId: id.nullable().default(null),
      text: draft.shape.text,
      title: draft.shape.title.default(''),
    }),
    output: nothing,
    errors: ['not_found'],
    summary: 'Keep a draft for a channel or a thread; an empty one is dropped.',
  }),
] as const;

export const draftsEvents = [
  event({
    name: 'draft:changed',
    data: draft,
    summary: "One of the caller's drafts changed on a device; an empty text means it is gone.",
  }),
] as const;
