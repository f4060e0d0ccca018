/** What Muster is measured against: a bare Socket.IO server that checks nothing, keeps nothing and only relays to a room. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';

const http = createServer();
const io = new Server(http, { serveClient: false, perMessageDeflate: false });
io.on('connection', (socket) => {
  void socket.join(socket.handshake.auth.room);
  socket.on('post', (post, ack) => {
    io.to(post.room).emit('posted', post);
    ack({ ok: true });
  });
});
http.listen(0, '127.0.0.1', () => console.log(`is ready ${(http.address() as AddressInfo).port}`));
