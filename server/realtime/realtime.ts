/** Opens the socket door. */
import type { Server as HttpServer } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { startBeacon } from './beacon.ts';
import { openGateway } from './gateway.ts';
import type { RealtimeDeps } from './io.ts';
import { startSweep } from './sweep.ts';

/** What Engine.IO tells of each packet that it makes for a client. */
interface Connection {
  on(event: 'packetCreate', listener: (packet: { data?: unknown }) => void): void;
}

export interface Realtime {
  /** Sends every client away, one by one over so many ms, so that the other nodes can take them in. */
  move(spread: number): Promise<void>;
  close(): Promise<void>;
}

/** Lets clients in. */
export function openRealtime(http: HttpServer, deps: RealtimeDeps): Realtime {
  openGateway(deps);
  const stopBeacon = startBeacon(deps);
  const stopSweep = startSweep(deps.io);
  deps.io.attach(http);
  deps.io.engine.on('connection', (connection: Connection) => {
    connection.on('packetCreate', ({ data }) => {
      if (typeof data === 'string' && data.startsWith('2["feed:changed"')) deps.metrics.delivered();
    });
  });
  return {
    async move(spread) {
      const sockets = [...deps.io.of('/').sockets.values()];
      const until = Date.now() + spread;
      for (const [index, socket] of sockets.entries()) {
        socket.disconnect(true);
        const pause = (until - Date.now()) / (sockets.length - index);
        if (pause > 1) await setTimeout(pause);
      }
    },
    async close() {
      stopBeacon();
      stopSweep();
      await deps.io.close();
    },
  };
}
