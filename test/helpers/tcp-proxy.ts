/** A way between two programs that can be cut: what goes over it is then neither passed on nor refused. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface Way {
  port: number;
  /** Holds everything that is under way, and takes no more. */
  cut(): void;
  /** Lets new connections through again; those that were cut are gone. */
  mend(): void;
  close(): void;
}

export async function openWay(to: number): Promise<Way> {
  const open = new Set<Socket>();
  let isCut = false;
  const server = createServer((near) => {
    open.add(near);
    near.on('error', () => near.destroy());
    if (isCut) return;
    const far = connect(to, '127.0.0.1');
    open.add(far);
    near.pipe(far).pipe(near);
    far.on('error', () => near.destroy());
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    cut() {
      isCut = true;
      for (const socket of open) socket.unpipe().pause();
    },
    mend() {
      isCut = false;
      for (const socket of open) socket.destroy();
      open.clear();
    },
    close() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}
