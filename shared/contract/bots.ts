/** Bots: accounts driven by a token. */
import { z } from 'zod';
import { displayName, person } from './accounts.ts';
import { channelId, id, iso, nothing, operation } from './define.ts';

const bot = z.strictObject({
  person,
  createdAt: iso,
  revokedAt: iso.nullable(),
  lastUsedAt: iso.nullable(),
  /** The channels it is in, of those that the caller may see. */
  channelIds: z.array(id),
});
export type Bot = z.infer<typeof bot>;

const withToken = z.strictObject({ bot, token: z.string() });

/** A bot without a channel could do nothing. */
const channelIds = z.array(channelId).min(1).max(100);

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
      channelIds,
    }),
    output: withToken,
    errors: ['not_found'],
    summary: 'Create a bot and bring it into channels. Its token is shown this once.',
  }),
  operation({
    name: 'bot:set-channels',
    http: 'PUT /bots/:botId/channels',
    access: 'administrator',
    rate: 'write',
    input: z.strictObject({ botId: id, channelIds }),
    output: bot,
    errors: ['not_found'],
    summary:
      'Bring a bot into channels and out of all others that the caller may see; its sockets follow at once.',
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
