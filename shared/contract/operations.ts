/** Operations: how the server is doing, for those who run it. */
import { z } from 'zod';
import { event, iso, nothing, operation } from './define.ts';

const perSecond = z.number().min(0);

/** What one node did since it last said so. */
export const measured = z.strictObject({
  node: z.string(),
  at: iso,
  connections: z.int(),
  callsPerSecond: perSecond,
  postsPerSecond: perSecond,
  /** Frames of the feed. */
  deliveriesPerSecond: perSecond,
  ackMs: z.strictObject({ p50: z.number(), p99: z.number() }),
  /** The longest the event loop kept others waiting. */
  loopDelayMs: z.number(),
  memoryMb: z.number(),
  /** Readers brought up to date after they missed something. */
  gapsHealed: z.int(),
  /** Calls refused or failed, by code. */
  errors: z.record(z.string(), z.int()),
  /** Whether Redis answers; null where there is none. */
  redis: z.boolean().nullable(),
});
export type Measured = z.infer<typeof measured>;

export const operationsOperations = [
  operation({
    name: 'node:history',
    http: 'GET /nodes/history',
    access: 'administrator',
    rate: 'read',
    input: nothing,
    output: z.array(measured),
    errors: [],
    summary:
      'What the node that answers measured in the last five minutes, oldest first; over the socket all nodes go on telling theirs.',
  }),
] as const;

export const operationsEvents = [
  event({
    name: 'node:measured',
    data: measured,
    summary: 'What a node did in the last two seconds, told to administrators; may be dropped.',
  }),
] as const;
