/** Ends requests that take too long to arrive, so that nobody holds connections by sending slowly. */
import type { IncomingMessage, Server, ServerOptions, ServerResponse } from 'node:http';
import { operations } from '../../shared/contract/index.ts';
import { takes } from './routes.ts';

/** ms for the head of a request, for all of it (a file on a slow line), and how often these are looked after. */
export const requestDeadlines: ServerOptions = {
  headersTimeout: 10_000,
  requestTimeout: 300_000,
  connectionsCheckingInterval: 1000,
};

/** ms for a body that is no file; the largest takes as long at 5 kB/s. */
const body = 15_000;
/** ms for the rest of a request that was answered early. */
const rest = 5000;

const uploads = operations
  .filter(takes)
  .map(({ http }) => http.split(' ') as [string, string])
  .map(([method, path]) => ({ method, start: `/api/v1${path.replace(/:.*/, '')}` }));

const isUpload = ({ method, url = '' }: IncomingMessage) =>
  uploads.some((upload) => upload.method === method && url.startsWith(upload.start));

const hasBody = ({ headers }: IncomingMessage) =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** Ends every request of a server whose body takes too long; files are looked after where they are taken in. */
export function endSlowBodies(http: Server): void {
  // First of all: those that follow change the address of a request.
  http.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    if (!hasBody(request)) return;
    const end = () => {
      if (!request.complete) request.socket.destroy();
    };
    const timers = isUpload(request) ? [] : [setTimeout(end, body)];
    response.once('finish', () => {
      if (!request.complete) timers.push(setTimeout(end, rest));
    });
    request.once('close', () => timers.forEach(clearTimeout));
  });
}
