/** The port under which it is known who is connected. Nothing of it is durable. */

export interface PresenceStore {
  /** Counts a connection of a member; true when it is their first, on any node. */
  came(memberId: string): Promise<boolean>;
  /** True when it was their last, on any node. */
  went(memberId: string): Promise<boolean>;
  here(): Promise<string[]>;
  /** Has members told who were on a node that died, and are on no other. */
  onLost(listener: (memberIds: string[]) => void): void;
  close(): Promise<void>;
}
