/** HTTP written byte by byte, for requests that no client would send. */
import { connect, type Socket } from 'node:net';

export interface RawConnection {
  socket: Socket;
  /** Resolves with all that was answered, once the other side has ended the connection. */
  ended: Promise<string>;
  /** Resolves with the status line. */
  answered: Promise<string>;
}

/** Connects to a server and sends some text. */
export function sendRaw(url: string, text: string): RawConnection {
  const { port, hostname } = new URL(url);
  const socket = connect(Number(port), hostname);
  let said = '';
  // Ended by force as well as in order.
  socket.on('error', () => {});
  socket.write(text);
  const ended = new Promise<string>((resolve) => socket.on('close', () => resolve(said)));
  const answered = new Promise<string>((resolve) => {
    socket.on('data', (part) => {
      said += part;
      if (said.includes('\r\n')) resolve(said.split('\r\n')[0] ?? '');
    });
    void ended.then(() => resolve(said));
  });
  return { socket, ended, answered };
}

/** The head of a request with a body of so many bytes. */
export const headOf = (line: string, length: number, headers: Record<string, string> = {}) =>
  [
    `${line} HTTP/1.1`,
    'Host: x',
    `Content-Length: ${length}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '\r\n',
  ].join('\r\n');
