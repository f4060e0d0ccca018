/** Asks a server for the same thing over and over by connections that stay open, with no client in the way. */
import { connect } from 'node:net';

const connections = 16;

/** How many answers a second there were, and how many bytes the body of one has. Throws when one is not 200. */
export async function requests(
  url: string,
  headers: Record<string, string>,
  seconds: number,
): Promise<{ perSecond: number; body: string }> {
  const { hostname, port, pathname } = new URL(url);
  const lines = Object.entries({ Host: hostname, ...headers }).map(([k, v]) => `${k}: ${v}\r\n`);
  const request = `GET ${pathname} HTTP/1.1\r\n${lines.join('')}\r\n`;
  let answered = 0;
  let body = '';
  let running = true;

  const ask = () =>
    new Promise<void>((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => socket.write(request));
      let parts: Buffer[] = [];
      let size = 0;
      let whole = 0;
      socket.on('error', reject);
      socket.on('data', (part) => {
        parts.push(part);
        size += part.length;
        if (whole === 0) {
          const head = Buffer.concat(parts).toString('latin1');
          const end = head.indexOf('\r\n\r\n');
          if (end < 0) return;
          if (!head.startsWith('HTTP/1.1 200')) return reject(new Error(head));
          whole = end + 4 + Number(/content-length: (\d+)/i.exec(head)?.[1]);
        }
        if (size < whole) return;
        if (!body) body = Buffer.concat(parts).toString().split('\r\n\r\n')[1] ?? '';
        answered++;
        parts = [];
        size = whole = 0;
        if (running) return socket.write(request);
        socket.destroy();
        resolve();
      });
    });

  const all = Promise.all(Array.from({ length: connections }, ask));
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const [from, before] = [performance.now(), answered];
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const perSecond = (answered - before) / ((performance.now() - from) / 1000);
  running = false;
  await all;
  return { perSecond, body };
}
