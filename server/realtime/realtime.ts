/** Opens the socket door. */
import type { Server as HttpServer } from 'node:http';
import { startBeacon } from './beacon.ts';
import { openGateway } from './gateway.ts';
import type { RealtimeDeps } from './io.ts';
import { startSweep } from './sweep.ts';

/** Lets clients in; returns what stops it. */
export function openRealtime(http: HttpServer, deps: RealtimeDeps): () => Promise<void> {
  openGateway(deps);
  const stopBeacon = startBeacon(deps);
  const stopSweep = startSweep(deps.io);
  deps.io.attach(http);
  return async () => {
    stopBeacon();
    stopSweep();
    await deps.io.close();
  };
}
