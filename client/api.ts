/** Calls to the server and events from it, typed by the contract. */
import { signal } from '@preact/signals';
import { io, type Socket } from 'socket.io-client';
import type {
  Answer,
  ClientToServer,
  EventData,
  EventName,
  Sent,
  ServerToClient,
  SocketOperationName,
} from '../shared/contract/index.ts';
import type { Ack, ErrorBody } from '../shared/errors.ts';
import { largestCall } from '../shared/text.ts';

/** A refused or failed call; `body` is what the server said, or a stand-in when it could not be reached. */
export class CallError extends Error {
  readonly body: ErrorBody;
  /** What was asked, where it is known. */
  readonly operation: string | undefined;
  constructor(body: ErrorBody, operation?: string) {
    super(body.message);
    this.body = body;
    this.operation = operation;
  }
}

/** True while calls reach the server. */
export const connected = signal(false);

const answerTime = 10_000;
/** ms within which a connection stands, or is tried in another way; see fall-back.ts. */
const connectTime = 4000;
const unreachable: ErrorBody = {
  code: 'unavailable',
  message: 'The server cannot be reached.',
  retryable: true,
};

let socket: Socket<ServerToClient, ClientToServer> | null = null;
const listeners: [string, (data: never) => void][] = [];
const onConnect = new Set<() => void>();

/** Hears an event for as long as the page lives; to be called once, when a module loads. */
export function on<N extends EventName>(name: N, listener: (data: EventData<N>) => void): void {
  listeners.push([name, listener]);
  // A module that is fetched later finds the connection made.
  socket?.on(name as EventName, listener as never);
}

/** Runs after every connection, the first and all later ones. */
export function whenConnected(listener: () => void): void {
  onConnect.add(listener);
}

/**
 * Connects, and stays connected until `disconnect`.
 * @param token gives a fresh access token, a new one if the last was refused, or null when the session has ended
 */
export function connect(token: (refused: boolean) => Promise<string | null>): void {
  let refused = false;
  socket = io({
    transports: ['websocket', 'polling'],
    timeout: connectTime,
    tryAllTransports: true,
    reconnectionDelay: 500,
    reconnectionDelayMax: 30_000,
    randomizationFactor: 0.5,
    auth: (give) => void token(refused).then((value) => value && give({ token: value })),
  });
  socket.on('connect', () => {
    refused = false;
    connected.value = true;
    for (const listener of onConnect) listener();
  });
  socket.on('disconnect', (reason) => {
    connected.value = false;
    for (const lose of underWay) lose();
    // The server closed it: a role changed, a session ended, or the reader was too slow. Socket.IO leaves coming back to us.
    if (reason === 'io server disconnect') setTimeout(() => socket?.connect(), 300);
  });
  socket.on('connect_error', (error) => {
    refused = (error as { data?: ErrorBody }).data?.code === 'unauthenticated';
    if (!socket?.active && 'data' in error)
      setTimeout(() => socket?.connect(), 1000 + Math.random() * 2000);
  });
  const made = socket;
  // Not needed to draw the first page, and in time for the first failure.
  void import('./fall-back.ts').then(({ fallBack }) => fallBack(made, () => underWay.size === 0));
  for (const [name, listener] of listeners) socket.on(name as EventName, listener as never);
}

export function disconnect(): void {
  socket?.disconnect();
  socket = null;
  connected.value = false;
}

/** Gives the connection a new token before the old one runs out. */
export function renewConnection(token: string): void {
  if (connected.peek()) socket?.emit('authenticate', { token }, () => {});
}

// The browser knows that the network is back before the back-off does.
addEventListener('online', () => {
  if (socket && !socket.connected) socket.disconnect().connect();
});

// And that it is gone, long before a ping goes unanswered.
addEventListener('offline', () => void socket?.io.engine?.close());

/** Bytes of the largest call that the server reads, less what frames it. */
const largestInput = largestCall.frame - 1024;
const encoder = new TextEncoder();

/** Asks the server; waits for the connection, and for the answer for ten seconds. Throws CallError. */
export async function call<N extends SocketOperationName>(
  name: N,
  input: Sent<N>,
): Promise<Answer<N>> {
  // The server would close the connection, and say nothing.
  if (encoder.encode(JSON.stringify(input)).length > largestInput)
    throw new CallError({ code: 'too_large', message: 'This is too large.', retryable: false });
  if (!connected.peek()) await connection();
  const ack = await answerOf(() => {
    const emitter = socket?.timeout(answerTime);
    const emit = emitter?.emitWithAck as
      | ((name: string, input: unknown) => Promise<Ack<Answer<N>>>)
      | undefined;
    return emit?.call(emitter, name, input) ?? Promise.reject();
  });
  if (!ack) throw new CallError(unreachable);
  if (!ack.ok) throw new CallError(ack.error, name);
  return ack.data;
}

/** What is asked and not answered yet. */
const underWay = new Set<() => void>();

/** The answer; null when none came in time, or the connection went before it. */
function answerOf<T>(ask: () => Promise<T>): Promise<T | null> {
  return new Promise((resolve) => {
    const settle = (answer: T | null) => {
      underWay.delete(lose);
      resolve(answer);
    };
    const lose = () => settle(null);
    underWay.add(lose);
    ask().then(settle, lose);
  });
}

function connection(): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      stop();
      reject(new CallError(unreachable));
    }, answerTime);
    const stop = connected.subscribe((is) => {
      if (!is) return;
      clearTimeout(timer);
      queueMicrotask(() => stop());
      resolve();
    });
  });
}

/** Asks over HTTP, for what sets the session's cookie. Throws CallError. */
export async function post<T>(path: string, body: object): Promise<T> {
  return read<T>(
    await fetched('POST', path, {
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    }),
  );
}

/** Reads over HTTP, before there is a session. Throws CallError. */
export async function get<T>(path: string): Promise<T> {
  return read<T>(await fetched('GET', path));
}

const read = <T>(response: Response) =>
  response.json().catch(() => Promise.reject(new CallError(unreachable))) as Promise<T>;

/** The good answer to a request over HTTP. Throws CallError. */
export async function fetched(
  method: string,
  path: string,
  init: RequestInit = {},
): Promise<Response> {
  const response = await fetch(`/api/v1${path}`, { ...init, method }).catch(() => null);
  if (response?.ok) return response;
  const answer = (await response?.json().catch(() => null)) as { error: ErrorBody } | null;
  throw new CallError(answer?.error ?? unreachable);
}
