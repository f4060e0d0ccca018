/** The port through which services tell what happened. Calls never fail and never wait. */
import type { EventData, EventName } from '../../shared/contract/index.ts';

/** Names of rooms. A room is who hears something, never a list of members. */
export const room = {
  everyone: 'everyone',
  administrators: 'administrators',
  /** Moderators, validators and administrators: what waits for review. */
  reviewers: 'reviewers',
  cluster: (id: string) => `cluster:${id}`,
  channel: (id: string) => `channel:${id}`,
  member: (id: string) => `member:${id}`,
  session: (id: string) => `session:${id}`,
};

export interface Broadcaster {
  /** Tells everybody in a room, on every node. */
  tell<N extends EventName>(to: string, event: N, data: EventData<N>): void;
  /** The same, but dropped for whoever cannot take it right now. */
  hint<N extends EventName>(to: string, event: N, data: EventData<N>): void;
  /** Brings all sockets of one room into another, or out of it, on every node. */
  join(from: string, to: string): void;
  leave(from: string, to: string): void;
  /** Closes all sockets of a room, on every node. */
  disconnect(of: string): void;
}
