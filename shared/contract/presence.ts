/** Presence: who is here. */
import { z } from 'zod';
import { event, id, nothing, operation } from './define.ts';

export const presenceOperations = [
  operation({
    name: 'presence:list',
    http: 'GET /presence',
    access: 'member',
    rate: 'read',
    input: nothing,
    output: z.array(id),
    errors: [],
    summary: 'The members who are connected now.',
  }),
] as const;

export const presenceEvents = [
  event({
    name: 'presence:changed',
    data: z.strictObject({ came: z.array(id), went: z.array(id) }),
    summary: 'Who came and who went, at most once a second; may be dropped.',
  }),
] as const;
