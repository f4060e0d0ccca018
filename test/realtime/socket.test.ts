import { expect } from 'chai';
import { v4 as uuid } from 'uuid';
import {
  type Caller,
  connectSocket,
  json,
  refusal,
  startTestApp,
  type TestApp,
} from '../helpers/app.ts';
import { failure } from '../helpers/failure.ts';
import { aPost, creating } from '../helpers/fixtures.ts';
import { sendRaw } from '../helpers/raw-http.ts';

describe('the socket door', () => {
  let forum: TestApp;
  let ada: Caller;
  let channelId: string;
  before(async () => {
    forum = await startTestApp();
    ada = await forum.person('Ada', ['administrator']);
    channelId = (await ada.http('channel:create', { name: 'Masks' })).channel.id;
  });
  after(() => forum?.stop());

  const stored = async () => (await ada.http('post:list', { channelId })).posts.length;

  it('refuses an unknown event, what is no object, and what only HTTP can do', async () => {
    const { raw } = await ada.socket();
    const ask = async (name: string, ...args: unknown[]) =>
      ((await raw.timeout(1000).emitWithAck(name, ...args)) as { error?: { code: string } }).error
        ?.code;
    expect(await ask('nothing:such', {})).to.equal('bad_request');
    expect(await ask('session:start', { email: 'a@b.eu', password: 'x' })).to.equal('bad_request');
    expect(await ask('constructor', {})).to.equal('bad_request');
    for (const input of [
      null,
      7,
      'text',
      [],
      { channelId: { $ne: null } },
      { channelId, clientId: uuid(), text: 'x', extra: 1 },
    ])
      expect(await ask('post:create', input)).to.equal('bad_request');
    expect(await ask('post:create', {}, {})).to.equal('bad_request');
    expect(await ask('post:create')).to.equal('bad_request');
  });

  it('lives when a number comes for the name of an event', async () => {
    const { WebSocket } = await import('ws');
    const socket = new WebSocket(
      `${forum.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`,
    );
    socket.on('message', (data) => {
      const packet = String(data);
      if (packet.startsWith('0')) socket.send('40');
      else if (packet.startsWith('40')) socket.send('42[5]');
      else if (packet.includes('call:refused')) socket.close();
    });
    await new Promise((resolve) => socket.on('close', resolve));
    expect(await stored()).to.be.a('number');
  });

  it('tells of a call that brought no acknowledgement, and does not carry it out', async () => {
    const socket = await ada.socket();
    const before = await stored();
    socket.raw.emit('post:create', { channelId, clientId: uuid(), text: 'x' });
    expect((await socket.next('call:refused')).operation).to.equal('post:create');
    expect(await stored()).to.equal(before);
  });

  it('takes what is large by its escapes alone, and says so of what is too large', async () => {
    const socket = await ada.socket();
    // Six bytes on the wire for each of these.
    const text = 'a\u0001'.repeat(8 * 1024);
    const post = await socket.call('post:create', { channelId, clientId: uuid(), text });
    expect(post.text).to.equal(text);
    const drafted = 'a\u0001'.repeat(20 * 1024);
    await socket.call('draft:save', { channelId, text: drafted });
    for (const length of [65 * 1024, 400 * 1024]) {
      const large = { channelId, clientId: uuid(), text: 'x'.repeat(length) };
      expect((await refusal(socket.call('post:create', large))).code).to.equal('too_large');
      expect((await refusal(ada.http('post:create', large))).code).to.equal('too_large');
    }
    socket.close();
  });

  it('says of what is nested without end that it is too large, and lives', async () => {
    const { WebSocket } = await import('ws');
    const nested = `${'['.repeat(150_000)}${']'.repeat(150_000)}`;
    const socket = new WebSocket(
      `${forum.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`,
    );
    const answered = new Promise<string>((resolve) =>
      socket.on('message', (data) => {
        const packet = String(data);
        if (packet.startsWith('0')) socket.send(`40{"token":"${ada.accessToken}"}`);
        if (packet.startsWith('40')) socket.send(`421["post:create",{"text":${nested}}]`);
        if (packet.startsWith('431')) resolve(packet);
      }),
    );
    expect(await answered).to.include('too_large');
    socket.close();
    const response = await fetch(`${forum.url}/api/v1/channels/${channelId}/posts`, {
      method: 'POST',
      headers: { ...json, Authorization: `Bearer ${ada.accessToken}` },
      body: `{"text":${nested}}`,
    });
    expect(response.status).to.equal(413);
  });

  it('closes a connection that sends a frame of a megabyte, and lives', async () => {
    const socket = await ada.socket();
    socket.raw.emit(
      'post:create',
      { channelId, clientId: uuid(), text: 'x'.repeat(1_000_000) },
      () => {},
    );
    await socket.closed;
    expect(await stored()).to.be.a('number');
  });

  it('refuses a foreign origin on both transports', async () => {
    for (const transports of [['websocket'], ['polling']])
      expect(
        await failure(
          connectSocket(forum.url, ada.accessToken, {
            transports,
            extraHeaders: { Origin: 'https://evil.example' },
          }),
        ),
      ).to.be.an('error');
  });

  it('refuses a bad token when connecting', async () => {
    const error = (await failure(connectSocket(forum.url, 'nonsense'))) as {
      data?: { code: string };
    };
    expect(error.data?.code).to.equal('unauthenticated');
  });

  it('lets a socket in without a token, answers only what anyone may ask, and lets it sign in later', async () => {
    const socket = await connectSocket(forum.url, null);
    expect((await socket.call('forum:about', {})).name).to.equal('Muster');
    expect((await refusal(socket.call('channel:list', {}))).code).to.equal('unauthenticated');
    const ack = (await socket.raw.emitWithAck('authenticate', { token: ada.accessToken })) as {
      ok: boolean;
    };
    expect(ack.ok).to.equal(true);
    expect(await socket.call('channel:list', {})).to.have.length(1);
    const eva = await forum.person('Eva');
    const other = (await socket.raw.emitWithAck('authenticate', { token: eva.accessToken })) as {
      ok: boolean;
    };
    expect(other.ok).to.equal(false);
  });

  it('closes a socket that never says who it is after ten seconds', async function () {
    this.timeout(15_000);
    const socket = await connectSocket(forum.url, null);
    expect(await socket.closed).to.equal('io server disconnect');
  });

  it('closes what never becomes a Socket.IO connection, by whatever transport', async function () {
    this.timeout(40_000);
    const { WebSocket } = await import('ws');
    const path = '/socket.io/?EIO=4&transport=';
    const upgrade = `GET ${path}websocket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n`;
    const key = 'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';
    const silent = new WebSocket(`${forum.url.replace('http', 'ws')}${path}websocket`);
    const opened = await (await fetch(`${forum.url}${path}polling`)).text();
    const { sid } = JSON.parse(opened.slice(1)) as { sid: string };
    const [, , handshake, , polled] = await Promise.all([
      new Promise((resolve) => silent.once('close', resolve)),
      sendRaw(forum.url, upgrade).ended,
      // The upgrade, then half a frame.
      sendRaw(forum.url, `${upgrade}${key}\x81`).ended,
      // Elsewhere there is nothing to upgrade to.
      sendRaw(forum.url, `${upgrade}${key}`.replace('/socket.io/', '/elsewhere/')).ended,
      fetch(`${forum.url}${path}polling&sid=${sid}`).then((response) => response.text()),
    ]);
    expect(handshake).to.include('101 Switching Protocols');
    // The packet that closes.
    expect(polled).to.equal('1');
  });

  it('tells its rooms within seconds where their channel stands, after it moved without their hearing of it', async function () {
    this.timeout(15_000);
    const socket = await ada.socket();
    const post = aPost(channelId, ada.account.id, 'written by another node, whose event was lost');
    await Promise.all(forum.app.stores.posts.commit([{ channelId, changes: [creating(post)] }]));
    const { page } = await ada.http('channel:open', { channelId });
    const told = await new Promise<{ head: { rev: number } }>((resolve) =>
      socket.raw.on(
        'feed:head',
        (head) => head.channelId === channelId && head.head.rev === page.head.rev && resolve(head),
      ),
    );
    expect(told.head).to.deep.equal(page.head);
    socket.close();
  });
});

describe('whoever changes what they are', () => {
  it('is answered before their connection begins anew', async () => {
    const forum = await startTestApp();
    const ada = await forum.person('Ada', ['administrator']);
    const { id: clusterId } = await ada.http('cluster:create', { name: 'Texfor', country: 'ES' });
    const [one, two] = [await ada.socket(), await ada.socket()];
    expect((await one.call('account:edit', { clusterId })).clusterId).to.equal(clusterId);
    await one.closed;
    await two.closed;
    const three = await ada.socket();
    const roles = ['administrator' as const, 'moderator' as const];
    const { id: memberId } = ada.account;
    expect((await three.call('member:set-roles', { memberId, roles })).roles).to.deep.equal(roles);
    await three.closed;
    await forum.stop();
  });
});
