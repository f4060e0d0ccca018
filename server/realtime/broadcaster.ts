/** The broadcaster on Socket.IO; between nodes its adapter carries the same. */
import type { Broadcaster } from '../core/broadcaster.ts';
import type { Io } from './io.ts';

/** @param alone whether Redis is away: the adapter would wait for it before it told even its own sockets */
export function createBroadcaster(io: Io, alone: () => boolean): Broadcaster {
  const reach = () => (alone() ? io.local : io);
  // Socket.IO's emit cannot follow a generic event name to its payload; the port's own signature does.
  type Emit = (event: string, data: unknown) => boolean;
  return {
    tell(to, event, data) {
      (reach().to(to) as unknown as { emit: Emit }).emit(event, data);
    },
    hint(to, event, data) {
      (reach().volatile.to(to) as unknown as { emit: Emit }).emit(event, data);
    },
    join(from, to) {
      reach().in(from).socketsJoin(to);
    },
    leave(from, to) {
      reach().in(from).socketsLeave(to);
    },
    disconnect(of) {
      // Whoever ends their own connection by what they ask for is answered first.
      setImmediate(() => reach().in(of).disconnectSockets(true));
    },
  };
}
