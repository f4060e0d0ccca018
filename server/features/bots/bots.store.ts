/** The port under which the tokens of bots are kept. Every method is atomic. */

export interface StoredBot {
  /** The bot's member id. */
  id: string;
  /** Null once revoked. */
  tokenHash: string | null;
  createdAt: string;
  revokedAt: string | null;
  lastUsedAt: string | null;
}

export interface BotsStore {
  add(bot: StoredBot): Promise<void>;
  bot(id: string): Promise<StoredBot | null>;
  byToken(tokenHash: string): Promise<StoredBot | null>;
  /** Ordered by id, which is by age. */
  bots(): Promise<StoredBot[]>;
  /** Replaces or, with null, revokes the token. Null when there is no such bot. */
  setToken(id: string, tokenHash: string | null, now: string): Promise<StoredBot | null>;
  used(id: string, now: string): Promise<void>;
}
