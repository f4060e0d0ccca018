import { expect } from 'chai';
import { v4 as uuid } from 'uuid';
import { type Caller, connectSocket, refusal, startTestApp, type TestApp } from '../helpers/app.ts';
import { failure } from '../helpers/failure.ts';
import { aPost, creating } from '../helpers/fixtures.ts';

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
