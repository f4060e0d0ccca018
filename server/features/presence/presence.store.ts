/** The port under which it is known who is connected. Nothing of it is durable. */

export interface PresenceStore {
  /** Counts a connection of a member; true when it is their first, on any node. */
  came(memberId: string): Promise<boolean>;
  /** True when it was their last, on any node. */
  went(memberId: string): Promise<boolean>;
  here(): Promise<string[]>;
  /** Has told who went with a node that died and is on no other, and who is back with a node that was taken for dead. */
  onMoved(listener: (moved: { came: string[]; went: string[] }) => void): void;
  close(): Promise<void>;
}
