/** A proxy in front of a server that does to WebSockets what some networks do. */
import { createHash } from 'node:crypto';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** `silent`: no answer to the upgrade; `mute`: 101, then nothing; `reset`: cut off a second after it opened. */
export type Treatment = 'silent' | 'mute' | 'reset' | 'pass';

export interface HostileProxy {
  url: string;
  /** What becomes of WebSockets from now on. */
  treat(treatment: Treatment): void;
  close(): void;
}

const switching =
  'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ';

export async function startHostileProxy(to: number): Promise<HostileProxy> {
  let treatment: Treatment = 'pass';
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(to, '127.0.0.1');
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => open.delete(socket));
    }
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
    near.on('data', (data) => {
      const isUpgrade = /^GET [^\r]*\r\n[\s\S]*upgrade: websocket/i.test(data.toString('latin1'));
      if (isUpgrade && treatment === 'silent') return;
      if (isUpgrade && treatment === 'mute') {
        near.write(`${switching}${acceptFor(data.toString('latin1'))}\r\n\r\n`);
        return;
      }
      if (isUpgrade && treatment === 'reset') setTimeout(() => near.resetAndDestroy(), 1000);
      far.write(data);
    });
    far.on('data', (data) => near.write(data));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    treat(next) {
      treatment = next;
    },
    close() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}

/** RFC 6455, section 4.2.2. */
function acceptFor(request: string): string {
  const key = /sec-websocket-key: (\S+)/i.exec(request)?.[1] ?? '';
  return createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
}
