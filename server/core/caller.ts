/** Who makes a request, after authentication, and what comes along with it. */
import type { Role } from '../../shared/contract/accounts.ts';
import type { Answer, OperationName, Operations, Parsed } from '../../shared/contract/index.ts';

export interface Caller {
  memberId: string;
  kind: 'person' | 'bot';
  name: string;
  clusterId: string | null;
  roles: readonly Role[];
  /** The session of a person, the bot's own id for a bot; revoking it closes what hangs on it. */
  sessionId: string;
  /** Of a bot's token, to know it by once it was replaced. */
  tokenHash?: string;
  /** When the proof of identity runs out, ms since 1970; never, for bots. */
  expiresAt?: number;
}

/** Whether somebody moderates the whole forum. */
export const moderatesEverything = ({ roles }: Pick<Caller, 'roles'>): boolean =>
  roles.includes('moderator') || roles.includes('administrator');

/** A cookie of the caller, as far as a handler needs it. Only the HTTP door has any. */
export interface KeptCookie {
  token: string | undefined;
  keep(token: string, expiresAt: Date): void;
  clear(): void;
}

/** The circumstances of one call. */
export interface Call {
  requestId: string;
  address: string;
  userAgent: string;
  /** Holds the refresh token. */
  cookie?: KeptCookie;
  /** Names the device to the members who have signed in on it. */
  device?: KeptCookie;
  /** Lets the calling socket hear a room for as long as it stays connected, or until what it returns is called; absent over HTTP. */
  watch?(room: string): Promise<() => Promise<void>>;
}

type CallerFor<A> = A extends 'anyone' ? Caller | null : Caller;

/** A handler gets parsed input and a caller who may call; it returns the answer or throws AppError. */
export type Handler<N extends OperationName> = (
  input: Parsed<N>,
  caller: CallerFor<Operations[N]['access']>,
  call: Call,
) => Promise<Answer<N>>;

export type Handlers<N extends OperationName = OperationName> = { [K in N]: Handler<K> };
