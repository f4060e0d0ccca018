/** The port under which the links are kept by which people set a new password, as a part of that of accounts. */

export interface ResetLink {
  tokenHash: string;
  memberId: string;
  expiresAt: string;
  /** The administrator who made it; null when it was made on the command line. */
  createdBy: string | null;
}

export interface ResetLinksStore {
  /** Keeps a link in the place of the member's earlier one. */
  addResetLink(link: ResetLink): Promise<void>;
  /** One that still holds at `now`. */
  resetLink(tokenHash: string, now: string): Promise<ResetLink | null>;
  /** Uses a link up and sets the password, in one step; the member's id, null when the link does not hold at `now`. */
  useResetLink(tokenHash: string, now: string, passwordHash: string): Promise<string | null>;
  /** Ends the link of a member, if there is one. */
  dropResetLink(memberId: string): Promise<void>;
}
