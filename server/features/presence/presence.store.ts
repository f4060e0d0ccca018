/** The port under which it is known who is connected. Nothing of it is durable. */

export interface PresenceStore {
  /** Counts a connection of a member; true when it is their first. */
  came(memberId: string): Promise<boolean>;
  /** True when it was their last. */
  went(memberId: string): Promise<boolean>;
  here(): Promise<string[]>;
}
