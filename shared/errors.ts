/** The codes of every failure a caller can meet; clients branch on the code only. */

export const errorCodes = [
  'bad_request',
  'unauthenticated',
  'forbidden',
  'not_found',
  'conflict',
  'too_large',
  'rate_limited',
  'internal',
  'unavailable',
  'no_space',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** Each code with the HTTP status it travels under. */
export const statusOf = {
  bad_request: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  rate_limited: 429,
  internal: 500,
  unavailable: 503,
  no_space: 507,
} as const satisfies Record<ErrorCode, number>;

/** Why a session has ended: the `details.reason` of `unauthenticated`, once there was a session. */
export const sessionEnds = [
  /** Unused for too long. */
  'SESSION_EXPIRED',
  'SIGNED_OUT',
  /** Ended by its member on another device. */
  'SESSION_REVOKED',
  'PASSWORD_CHANGED',
  'SUSPENDED',
  'ACCOUNT_DELETED',
  /** A refresh token was presented again long after it was replaced: somebody may have copied it. */
  'TOKEN_REUSED',
  /** The server has no record of it, for example after a restore. */
  'SESSION_UNKNOWN',
] as const;

export type SessionEnd = (typeof sessionEnds)[number];

/** What may be tried again unchanged, later. */
export const retryableCodes: readonly ErrorCode[] = [
  'rate_limited',
  'unavailable',
  'internal',
  'no_space',
];

/** The error as it travels, in the acknowledgement and in the HTTP body alike. */
export interface ErrorBody {
  code: ErrorCode;
  /** English, for logs and for callers without a catalogue of their own. */
  message: string;
  /** What is wrong where: field issues, the state found, `retryAfter` in seconds, `requestId`. */
  details?: Record<string, unknown>;
  retryable: boolean;
}

/** An acknowledgement: the answer to every operation, on both doors. */
export type Ack<T> = { ok: true; data: T } | { ok: false; error: ErrorBody };
