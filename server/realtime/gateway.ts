/** From socket to caller to dispatch: one listener for every operation of the contract. */
import { v7 as uuid } from 'uuid';
import { type OperationName, operations } from '../../shared/contract/index.ts';
import type { Ack } from '../../shared/errors.ts';
import { room } from '../core/broadcaster.ts';
import type { Call, Caller } from '../core/caller.ts';
import { AppError, toErrorBody } from '../core/errors.ts';
import type { ClientSocket, RealtimeDeps } from './io.ts';

const carried = new Set<string>(
  operations.filter((operation) => operation.doors !== 'http').map((operation) => operation.name),
);
/** Rooms of channels that a socket hears without its member being in them. */
const mostWatched = 50;

const refusal = (code: 'bad_request' | 'unauthenticated', message: string) => ({
  ok: false as const,
  error: toErrorBody(new AppError(code, message), ''),
});

export function openGateway({
  io,
  dispatch,
  log,
  trustProxy,
  roomsOf,
  current,
  presence,
}: RealtimeDeps): void {
  io.use(async (socket, next) => {
    socket.data.connectedAt = Date.now();
    socket.data.address = addressOf(socket);
    socket.data.caller = null;
    socket.data.watched = [];
    const token: unknown = socket.handshake.auth.token;
    try {
      if (typeof token === 'string')
        await admit(socket, await dispatch.authenticate(token, socket.data.address));
      next();
    } catch (thrown) {
      const error = toErrorBody(thrown, socket.id);
      if (error.code === 'internal') log.error({ err: thrown }, 'a socket could not be admitted');
      next(Object.assign(new Error(error.message), { data: error }));
    }
  });

  io.on('connection', (socket) => {
    const { caller } = socket.data;
    if (caller) arrive(socket, caller);
    // The wire also carries numbers for names; whatever comes, the process lives.
    socket.onAny((name: unknown, ...args: unknown[]) => {
      receive(socket, String(name), args).catch((error) =>
        log.error({ err: error }, 'a call could not be answered'),
      );
    });
  });

  function addressOf(socket: ClientSocket): string {
    const forwarded = String(socket.handshake.headers['x-forwarded-for'] ?? '')
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean);
    return (trustProxy > 0 && forwarded.at(-trustProxy)) || socket.handshake.address;
  }

  async function admit(socket: ClientSocket, caller: Caller) {
    const known = socket.data.caller;
    if (known && known.memberId !== caller.memberId)
      throw new AppError('forbidden', 'This connection belongs to another member.');
    const places = placesOf(caller);
    for (const place of known ? placesOf(known) : [])
      if (!places.includes(place)) await socket.leave(place);
    await socket.join(places);
    if (known) {
      socket.data.caller = caller;
      return;
    }
    await socket.join(await roomsOf(caller));
    socket.data.caller = caller;
    // What ended while it came in could not reach it yet.
    const [mine, holds] = await Promise.all([roomsOf(caller), current(caller)]);
    if (!holds) throw new AppError('unauthenticated', 'This session has ended.');
    for (const name of socket.rooms)
      if (name.startsWith(room.channel('')) && !mine.includes(name)) await socket.leave(name);
  }

  /** Counts a socket as somebody's presence, once it is connected and until it is not. */
  function arrive(socket: ClientSocket, { memberId }: Caller) {
    socket.once('disconnect', () => void presence.went(memberId));
    void presence.came(memberId);
  }

  async function receive(socket: ClientSocket, name: string, args: unknown[]) {
    const ack = args.at(-1);
    if (typeof ack !== 'function') {
      const { error } = refusal(
        'bad_request',
        'A call needs an acknowledgement function as its last argument; this one was not carried out.',
      );
      socket.emit('call:refused', { operation: name.slice(0, 60), error: { ...error } });
      return;
    }
    ack(await answer(socket, name, args.slice(0, -1)));
  }

  async function answer(
    socket: ClientSocket,
    name: string,
    args: unknown[],
  ): Promise<Ack<unknown>> {
    if (args.length !== 1)
      return refusal('bad_request', 'A call takes one object and an acknowledgement function.');
    if (name === 'authenticate') return authenticate(socket, args[0]);
    if (!carried.has(name))
      return refusal('bad_request', 'There is no such operation on the socket.');
    const call: Call = {
      requestId: uuid(),
      address: socket.data.address,
      userAgent: String(socket.handshake.headers['user-agent'] ?? ''),
      watch: (channelRoom) => watch(socket, channelRoom),
    };
    return dispatch.run(name as OperationName, args[0], { caller: socket.data.caller }, call);
  }

  async function authenticate(
    socket: ClientSocket,
    credentials: unknown,
  ): Promise<Ack<{ memberId: string }>> {
    try {
      const token = (credentials as { token?: unknown } | null)?.token;
      if (typeof token !== 'string') return refusal('bad_request', 'token: a string');
      const caller = await dispatch.authenticate(token, socket.data.address);
      const first = !socket.data.caller;
      await admit(socket, caller);
      if (first) arrive(socket, caller);
      return { ok: true, data: { memberId: caller.memberId } };
    } catch (thrown) {
      return { ok: false, error: toErrorBody(thrown, socket.id) };
    }
  }
}

/** The rooms that follow from who somebody is; those of channels follow from their memberships. */
function placesOf({ memberId, sessionId, roles, clusterId }: Caller): string[] {
  return [
    room.everyone,
    room.member(memberId),
    room.session(sessionId),
    ...(roles.includes('administrator') ? [room.administrators] : []),
    ...(roles.length > 0 ? [room.reviewers] : []),
    ...(clusterId ? [room.cluster(clusterId)] : []),
  ];
}

/** Hears a room besides those of one's memberships; of too many the first is given up. Returns what ends it. */
async function watch(socket: ClientSocket, channelRoom: string): Promise<() => Promise<void>> {
  if (socket.rooms.has(channelRoom)) return async () => {};
  const { watched } = socket.data;
  const oldest = watched.length >= mostWatched ? watched.shift() : undefined;
  if (oldest) await socket.leave(oldest);
  watched.push(channelRoom);
  await socket.join(channelRoom);
  return async () => {
    socket.data.watched = socket.data.watched.filter((name) => name !== channelRoom);
    await socket.leave(channelRoom);
  };
}
