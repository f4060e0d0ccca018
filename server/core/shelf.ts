/** What a store keeps of one kind, to be given out whole and taken in again: backups, and moves to another database. */

export interface Shelf<T extends object = object> {
  count(): Promise<number>;
  /** Every record. One that changes meanwhile may come twice; the later is right. */
  dump(): AsyncIterable<T>;
  /** Takes records in, in the order of their dump; the same again changes nothing. */
  load(records: T[]): Promise<void>;
}

/**
 * All shelves by the name of their kind, in the order in which they are dumped and loaded: what refers to others comes
 * before them, so that a dump of a living forum never refers to what it lacks.
 */
export type Shelves = Record<string, Shelf>;
