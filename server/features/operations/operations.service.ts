/** How the server is doing, live, for administrators: each node tells what it measured every two seconds. */
import type { Measured } from '../../../shared/contract/operations.ts';
import { type Broadcaster, room } from '../../core/broadcaster.ts';
import type { Handlers } from '../../core/caller.ts';
import type { Metrics } from '../../core/metrics.ts';

const every = 2000;
/** Five minutes. */
const kept = 150;

export interface OperationsService {
  handlers: Handlers<'node:history'>;
  close(): void;
}

/** @param node the name under which this node tells */
export function createOperationsService(deps: {
  node: string;
  metrics: Metrics;
  broadcaster: Broadcaster;
}): OperationsService {
  const history: Measured[] = [];
  const timer = setInterval(() => {
    const measured = { node: deps.node, at: new Date().toISOString(), ...deps.metrics.measure() };
    history.push(measured);
    if (history.length > kept) history.shift();
    deps.broadcaster.hint(room.administrators, 'node:measured', measured);
  }, every).unref();
  return {
    handlers: { 'node:history': async () => history },
    close: () => clearInterval(timer),
  };
}
