/** Bots: accounts driven by a token. */
import { z } from 'zod';
import { displayName, person } from './accounts.ts';
import { channelId, id, iso, nothing, operation } from './define.ts';

const bot = z.strictObject({
  person,
  createdAt: iso,
  revokedAt: iso.nullable(),
  lastUsedAt: iso.nullable(),
});
export type Bot = z.infer<typeof bot>;

const withToken = z.strictObject({ bot, token: z.string() });

export const botsOperations = [
  operation({
    name: 'bot:list',
    http: 'GET /bots',
    access: 'administrator',
    rate: 'read',
    input: nothing,
    output: z.array(bot),
    errors: [],
    summary: 'All bots.',
  }),
  operation({
    name: 'bot:create',
    http: 'POST /bots',
    access: 'administrator',
    rate: 'write',
    stores: true,
    input: z.strictObject({
      name: displayName,
      channelIds: z.array(channelId).max(100).default([]),
    }),
    output: withToken,
    errors: ['not_found'],
    summary: 'Create a bot and bring it into channels. Its token is shown this once.',
  }),
  operation({
    name: 'bot:renew',
    http: 'POST /bots/:botId/token',
    access: 'administrator',
    rate: 'write',
    input: z.strictObject({ botId: id }),
    output: withToken,
    errors: ['not_found'],
    summary: 'A new token; the old one ends at once.',
  }),
  operation({
    name: 'bot:revoke',
    http: 'DELETE /bots/:botId/token',
    access: 'administrator',
    rate: 'write',
    input: z.strictObject({ botId: id }),
    output: nothing,
    errors: ['not_found'],
    summary: 'End the token of a bot; its sockets close at once.',
  }),
] as const;

export const botsEvents = [] as const;
