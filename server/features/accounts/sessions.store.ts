/** The port under which sessions are kept, as a part of that of accounts. Every method is atomic. */
import type { SessionEnd } from '../../../shared/errors.ts';

export interface StoredSession {
  id: string;
  memberId: string;
  /** Counts the rotations of the refresh token; only the latest generation is good. */
  generation: number;
  /** The attempt that made the latest generation. */
  attempt: string | null;
  createdAt: string;
  lastUsedAt: string;
  expiresAt: string;
  userAgent: string;
  address: string;
  /** Why it was ended before its time; null while it lives, and when it merely expired. */
  ended: SessionEnd | null;
}

export interface RotationRequest {
  id: string;
  /** Of the refresh token that was presented. */
  generation: number;
  attempt: string;
  now: string;
  /** When the session expires from now on. */
  expiresAt: string;
}

/**
 * What a rotation found: `rotated`; a retry, answered `again` with the latest generation; a `replayed` older token; `gone`.
 */
export type Rotation = 'rotated' | 'again' | 'replayed' | 'gone';

/** ms within which the previous refresh token is taken for a retry: two tabs that reload at once both present it. */
const retryWindow = 30_000;

/** What presenting a refresh token means for a session; `rolled_back` when the database knows less than the token. */
export function judgeRotation(
  session: StoredSession | null,
  { generation, attempt, now }: RotationRequest,
): Rotation | 'rolled_back' {
  if (!session || session.ended || session.expiresAt <= now) return 'gone';
  if (session.generation === generation) return 'rotated';
  if (session.generation < generation) return 'rolled_back';
  const isPrevious = session.generation === generation + 1;
  const isRecent = Date.parse(now) - Date.parse(session.lastUsedAt) <= retryWindow;
  return isPrevious && (isRecent || session.attempt === attempt) ? 'again' : 'replayed';
}

/** That a session is over, why, and whose it was, where that is known. */
export interface EndedSession {
  reason: SessionEnd;
  memberId: string | null;
}

/** Why a stored session does not live at `now`; null when it does. */
export function endOf(session: StoredSession | null, now: string): EndedSession | null {
  if (!session) return { reason: 'SESSION_UNKNOWN', memberId: null };
  const reason = session.ended ?? (session.expiresAt <= now ? 'SESSION_EXPIRED' : null);
  return reason && { reason, memberId: session.memberId };
}

export interface SessionsStore {
  addSession(session: StoredSession): Promise<void>;
  /** One that was not ended; it may have expired. */
  session(id: string): Promise<StoredSession | null>;
  /** Why a session does not live any more; null for one that does. */
  sessionEnd(id: string, now: string): Promise<EndedSession | null>;
  /** Moves a session from one generation to the next. A replay ends it in the same step. */
  rotate(request: RotationRequest): Promise<Rotation>;
  /** Live at `now`, latest use first. */
  sessionsOf(memberId: string, now: string): Promise<StoredSession[]>;
  /** True when there was one that lived. */
  endSession(id: string, reason: SessionEnd): Promise<boolean>;
  /** Ends all but one session of a member; their ids. */
  endOtherSessions(
    memberId: string,
    exceptId: string | null,
    reason: SessionEnd,
  ): Promise<string[]>;
}
