/** The port under which the tokens of bots are kept. Every method is atomic. */

export interface StoredBot {
  /** The bot's member id. */
  id: string;
  /** Null once revoked. */
  tokenHash: string | null;
  createdAt: string;
  revokedAt: string | null;
  lastUsedAt: string | null;
  /** Who answers for it: whoever made its latest token. Null for one from before that was kept. */
  ownerId: string | null;
}

export interface BotsStore {
  add(bot: StoredBot): Promise<void>;
  bot(id: string): Promise<StoredBot | null>;
  byToken(tokenHash: string): Promise<StoredBot | null>;
  /** Ordered by id, which is by age. */
  bots(): Promise<StoredBot[]>;
  /** Gives a bot a new token, which its owner answers for. Null when there is no such bot. */
  setToken(id: string, tokenHash: string, ownerId: string): Promise<StoredBot | null>;
  /** Revokes the token. Null when there is no such bot. */
  revoke(id: string, now: string): Promise<StoredBot | null>;
  /** Those that a member answers for. */
  ownedBy(memberId: string): Promise<StoredBot[]>;
  used(id: string, now: string): Promise<void>;
}
