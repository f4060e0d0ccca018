/** The port of the server, taken before anything else: a second server on it must fail before it signs on as the node that runs there. */
import { createServer, type RequestListener, type Server } from 'node:http';
import { requestDeadlines } from './http/deadlines.ts';

export interface Door {
  http: Server;
  /** From now on these answer; until then everybody is told to come back. */
  open(listener: RequestListener): void;
}

/** Listens; rejects when another program does already. */
export async function listen(port: number, host: string): Promise<Door> {
  const soon: RequestListener = (_request, response) =>
    void response.writeHead(503, { 'Retry-After': '1' }).end();
  const http = createServer(requestDeadlines, soon);
  await new Promise<void>((resolve, reject) =>
    http.once('error', reject).listen(port, host, resolve),
  );
  return { http, open: (listener) => void http.off('request', soon).on('request', listener) };
}
