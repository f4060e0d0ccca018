/** The contract: every operation and every event of Muster, and the types that follow from them. */
import type { z } from 'zod';
import type { Ack } from '../errors.ts';
import { accountsEvents, accountsOperations } from './accounts.ts';
import { attachmentsOperations } from './attachments.ts';
import { boardOperations } from './board.ts';
import { botsEvents, botsOperations } from './bots.ts';
import { channelsEvents, channelsOperations } from './channels.ts';
import { clustersEvents, clustersOperations } from './clusters.ts';
import { codesOperations } from './codes.ts';
import { commitmentsEvents, commitmentsOperations } from './commitments.ts';
import { connectionEvents } from './connection.ts';
import { draftsEvents, draftsOperations } from './drafts.ts';
import { forumEvents, forumOperations } from './forum.ts';
import { listingsEvents, listingsOperations } from './listings.ts';
import { membersOperations } from './members.ts';
import { moderationEvents, moderationOperations } from './moderation.ts';
import { operationsEvents, operationsOperations } from './operations.ts';
import { plansOperations } from './plans.ts';
import { postsEvents, postsOperations } from './posts.ts';
import { presenceEvents, presenceOperations } from './presence.ts';
import { productsEvents, productsOperations } from './products.ts';
import { searchesEvents, searchesOperations } from './searches.ts';
import { threadsEvents, threadsOperations } from './threads.ts';

export const operations = [
  ...forumOperations,
  ...accountsOperations,
  ...membersOperations,
  ...clustersOperations,
  ...channelsOperations,
  ...postsOperations,
  ...threadsOperations,
  ...moderationOperations,
  ...botsOperations,
  ...draftsOperations,
  ...presenceOperations,
  ...operationsOperations,
  ...attachmentsOperations,
  ...listingsOperations,
  ...commitmentsOperations,
  ...boardOperations,
  ...plansOperations,
  ...productsOperations,
  ...searchesOperations,
  ...codesOperations,
] as const;

export const events = [
  ...forumEvents,
  ...accountsEvents,
  ...clustersEvents,
  ...channelsEvents,
  ...postsEvents,
  ...threadsEvents,
  ...moderationEvents,
  ...botsEvents,
  ...draftsEvents,
  ...presenceEvents,
  ...operationsEvents,
  ...listingsEvents,
  ...commitmentsEvents,
  ...productsEvents,
  ...searchesEvents,
  ...connectionEvents,
] as const;

type AnyOperation = (typeof operations)[number];
type AnyEvent = (typeof events)[number];

/** Operations and events by name. */
export type Operations = { [O in AnyOperation as O['name']]: O };
export type Events = { [E in AnyEvent as E['name']]: E };
export type OperationName = keyof Operations;
export type EventName = keyof Events;

/** What a caller sends, what a handler gets once parsed, what it answers, what an event carries. */
export type Sent<N extends OperationName> = z.input<Operations[N]['input']>;
export type Parsed<N extends OperationName> = z.output<Operations[N]['input']>;
export type Answer<N extends OperationName> = z.output<Operations[N]['output']>;
export type EventData<N extends EventName> = z.output<Events[N]['data']>;

/** The operations the socket carries: all but those that set a cookie or carry a file. */
export type SocketOperationName = {
  [N in OperationName]: 'http' extends NonNullable<Operations[N]['doors']> ? never : N;
}[OperationName];

/** Socket.IO's event maps. `authenticate` signs a connected socket in, or renews its token before that expires. */
export type ClientToServer = {
  [N in SocketOperationName]: (input: Sent<N>, ack: (answer: Ack<Answer<N>>) => void) => void;
} & {
  authenticate: (
    credentials: { token: string },
    ack: (answer: Ack<{ memberId: string }>) => void,
  ) => void;
};
export type ServerToClient = { [N in EventName]: (data: EventData<N>) => void };
