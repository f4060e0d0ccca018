/**
 * A crowd of clients in a process of its own, each coming back as the browser's client does. Arguments: address, token,
 * how many. Prints a line `here N` whenever the number of those who are connected has changed; ends with its input.
 */
import { io } from 'socket.io-client';

const [url = '', token = '', count = '0'] = process.argv.slice(2);
let here = 0;
let said = -1;

for (let n = 0; n < Number(count); n++) {
  const socket = io(url, {
    transports: ['websocket'],
    forceNew: true,
    auth: { token },
    reconnectionDelay: 500,
    reconnectionDelayMax: 30_000,
    randomizationFactor: 0.5,
  });
  socket.on('connect', () => here++);
  socket.on('disconnect', () => here--);
}

setInterval(() => {
  if (here === said) return;
  said = here;
  console.log(`here ${here}`);
}, 20);
process.stdin.on('end', () => process.exit(0)).resume();
