/** The broadcaster on Socket.IO; between nodes its adapter carries the same. */
import type { Broadcaster } from '../core/broadcaster.ts';
import type { Io } from './io.ts';

export function createBroadcaster(io: Io): Broadcaster {
  // Socket.IO's emit cannot follow a generic event name to its payload; the port's own signature does.
  type Emit = (event: string, data: unknown) => boolean;
  return {
    tell(to, event, data) {
      (io.to(to) as unknown as { emit: Emit }).emit(event, data);
    },
    hint(to, event, data) {
      (io.to(to).volatile as unknown as { emit: Emit }).emit(event, data);
    },
    join(from, to) {
      io.in(from).socketsJoin(to);
    },
    leave(from, to) {
      io.in(from).socketsLeave(to);
    },
    disconnect(of) {
      io.in(of).disconnectSockets(true);
    },
  };
}
