/** Polling where no WebSocket gets through: some proxies swallow them without a word, or cut them off. */
import type { Socket } from 'socket.io-client';

/** ms within which a server answers through a WebSocket. */
const answerTime = 4000;
/** A WebSocket that breaks sooner, in ms, is taken for one that a proxy cuts off. */
const shortLived = 30_000;
/** ms until a WebSocket is tried again; twice as long after each that fails. */
const again = { first: 60_000, longest: 600_000 };

/** By the way to begin with; a connection that polls is upgraded at once where that is possible. */
const orders = { webSocket: ['websocket', 'polling'], polling: ['polling', 'websocket'] };

/**
 * Changes how the socket connects next time, by how it went so far.
 * @param idle whether the connection may be made anew without anybody waiting for an answer
 */
export function fallBack(socket: Socket, idle: () => boolean): void {
  const { io } = socket;
  let wait = again.first;
  let timer = 0;
  let openedAt = 0;
  const polls = () => io.engine?.transport.name === 'polling';

  function tryLater() {
    clearTimeout(timer);
    timer = window.setTimeout(async () => {
      if (!polls()) return;
      wait = Math.min(wait * 2, again.longest);
      if (!(await webSocketOpens())) return tryLater();
      if (!idle()) return tryLater();
      io.opts.transports = orders.webSocket;
      socket.disconnect().connect();
    }, wait);
  }

  io.on('error', () => {
    io.opts.transports = orders.polling;
  });
  io.on('open', () => {
    openedAt = performance.now();
    if (polls()) tryLater();
  });
  io.on('close', (reason) => {
    clearTimeout(timer);
    if (reason.startsWith('transport') && performance.now() - openedAt < shortLived)
      io.opts.transports = orders.polling;
  });
  if (polls()) tryLater();
}

/** Whether the server answers through a WebSocket. */
function webSocketOpens(): Promise<boolean> {
  return new Promise((resolve) => {
    const address = new URL('/socket.io/?EIO=4&transport=websocket', location.href);
    address.protocol = address.protocol.replace('http', 'ws');
    const probe = new WebSocket(address);
    const end = (opens: boolean) => {
      clearTimeout(timer);
      probe.close();
      resolve(opens);
    };
    const timer = setTimeout(() => end(false), answerTime);
    // The server speaks first.
    probe.onmessage = () => end(true);
    probe.onerror = () => end(false);
  });
}
