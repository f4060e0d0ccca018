// Answers every new post that says "ping", in its thread, those of while it was away included.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { io } from 'socket.io-client';

const { MUSTER_URL, MUSTER_TOKEN, STATE = 'ping-bot.json' } = process.env;
const socket = io(MUSTER_URL, { transports: ['websocket'], auth: { token: MUSTER_TOKEN } });
const read = existsSync(STATE) ? JSON.parse(readFileSync(STATE, 'utf8')) : {}; // by channel: { epoch, rev }

async function ask(operation, input) {
  const { ok, data, error } = await socket.emitWithAck(operation, input);
  if (ok) return data;
  if (!error.retryable) throw new Error(error.message);
  await sleep(1000 * (error.details?.retryAfter ?? 1));
  return ask(operation, input);
}

async function catchUp(channelId) {
  const { epoch, rev } = read[channelId];
  for (let page = { more: true, head: { rev } }; page.more; ) {
    page = await ask('feed:sync', { channelId, epoch, since: page.head.rev });
    for (const post of page.posts ?? [])
      if (post.createdRev > rev && /\bping\b/.test(post.text ?? ''))
        // The id of the post as clientId: whatever fails in between, each is answered once.
        await ask('post:create', { channelId, rootId: post.rootId ?? post.id, clientId: post.id, text: 'pong' });
    if (page.resync) delete read[channelId];
    else read[channelId] = { epoch, rev: page.more ? rev : page.head.rev };
  }
  writeFileSync(`${STATE}.new`, JSON.stringify(read));
  renameSync(`${STATE}.new`, STATE);
}

let last = Promise.resolve();
const inTurn = (channelId) => (last = last.then(() => catchUp(channelId)).catch(console.error));
socket.on('connect', () => {
  console.log('listening');
  Object.keys(read).forEach(inTurn);
});
for (const event of ['feed:changed', 'feed:head'])
  socket.on(event, ({ channelId, epoch, since, head }) => {
    read[channelId] ??= { epoch, rev: since ?? head.rev };
    inTurn(channelId);
  });
