/** Closes the sockets that cannot stay: never authenticated, authentication run out, or too slow a reader. */
import type { ClientSocket, Io } from './io.ts';

const every = 500;
/** ms a socket may take to say who it is. */
const patience = 10_000;
/** What may wait for a reader before it is cut off; it comes back and syncs. */
const mostQueued = { packets: 1000, bytes: 1_000_000 };

/** Starts the sweep of this node; returns what stops it. */
export function startSweep(io: Io): () => void {
  const timer = setInterval(() => {
    const now = Date.now();
    for (const socket of io.of('/').sockets.values()) {
      if (tooSlow(socket)) cutOff(socket);
      else if (unwelcome(socket, now)) socket.disconnect(true);
    }
  }, every);
  return () => clearInterval(timer);
}

function unwelcome({ data: { caller, connectedAt } }: ClientSocket, now: number): boolean {
  return caller ? (caller.expiresAt ?? now) < now : now - connectedAt > patience;
}

/** Ends a connection without waiting for what it has not read. */
function cutOff(socket: ClientSocket) {
  const { socket: underlying } = socket.conn.transport as unknown as {
    socket?: { terminate?(): void };
  };
  socket.disconnect();
  underlying?.terminate?.();
  socket.conn.close();
}

function tooSlow({ conn }: ClientSocket): boolean {
  const queue = (conn as unknown as { writeBuffer: { data?: unknown }[] }).writeBuffer;
  if (queue.length > mostQueued.packets) return true;
  let bytes =
    (conn.transport as unknown as { socket?: { bufferedAmount?: number } }).socket
      ?.bufferedAmount ?? 0;
  for (const { data } of queue) bytes += typeof data === 'string' ? data.length : 0;
  return bytes > mostQueued.bytes;
}
