import { once } from 'node:events';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { v4 as uuid } from 'uuid';
import type { ErrorBody } from '../../shared/errors.ts';
import { type Caller, json, startTestApp, type TestApp } from '../helpers/app.ts';

describe('a body', () => {
  let forum: TestApp;
  let ada: Caller;
  let channelId: string;
  before(async () => {
    forum = await startTestApp();
    ada = await forum.person('Ada', ['administrator']);
    channelId = (await ada.http('channel:create', { name: 'Masks' })).channel.id;
  });
  after(() => forum?.stop());

  const said = 'Gowns für Köln';
  const post = () => JSON.stringify({ clientId: uuid(), text: said });

  async function send(body: Buffer, headers: Record<string, string>) {
    const response = await fetch(`${forum.url}/api/v1/channels/${channelId}/posts`, {
      method: 'POST',
      headers: { ...json, Authorization: `Bearer ${ada.accessToken}`, ...headers },
      body: new Uint8Array(body),
    });
    return { status: response.status, body: await response.json() };
  }
  async function refused(body: Buffer, headers: Record<string, string>) {
    const answer = await send(body, headers);
    expect(answer.status).to.equal(400);
    return (answer.body as { error: ErrorBody }).error.message;
  }

  it('is taken plain and compressed', async () => {
    const plain = (body: string) => Buffer.from(body);
    for (const [encoding, compress] of [
      ['identity', plain],
      ['gzip', gzipSync],
      ['deflate', deflateSync],
      ['br', brotliCompressSync],
    ] as const) {
      const { status, body } = await send(compress(post()), { 'Content-Encoding': encoding });
      expect([encoding, status, (body as { text: string }).text]).to.deep.equal([
        encoding,
        200,
        said,
      ]);
    }
  });

  it('in another encoding than those is told which to use', async () => {
    expect(await refused(Buffer.from(post()), { 'Content-Encoding': 'compress' })).to.match(
      /gzip, deflate or br/,
    );
  });

  it('that is not compressed as it says is told so', async () => {
    for (const encoding of ['gzip', 'deflate', 'br'])
      expect(await refused(Buffer.from(post()), { 'Content-Encoding': encoding })).to.match(
        /not compressed as its Content-Encoding says/,
      );
    const cut = gzipSync(post()).subarray(0, 30);
    expect(await refused(cut, { 'Content-Encoding': 'gzip' })).to.match(/not compressed as/);
  });

  it('in another charset than UTF-8 is told so, whether it names it or not', async () => {
    const type = (charset: string) => ({ 'Content-Type': `application/json; charset=${charset}` });
    const latin1 = Buffer.from(post(), 'latin1');
    for (const [body, headers] of [
      [latin1, type('iso-8859-1')],
      [latin1, type('utf-8')],
      [latin1, {}],
      [Buffer.from(post(), 'utf16le'), type('utf-16le')],
      [Buffer.from(post()), type('utf-99')],
    ] as const)
      expect(await refused(body, headers)).to.match(/UTF-8/);
    const { posts } = await ada.http('post:list', { channelId });
    expect(posts.filter((stored) => stored.text !== said)).to.be.empty;
  });

  it('that is no JSON, or says it is something else, is told so', async () => {
    expect(await refused(Buffer.from('{'), {})).to.match(/not valid JSON/);
    expect(await refused(Buffer.from(post()), { 'Content-Type': 'text/plain' })).to.match(
      /Content-Type: application\/json/,
    );
  });

  it('of unknown length that says it is something else is told so', async () => {
    const sent = request(`${forum.url}/api/v1/channels/${channelId}/posts`, {
      method: 'POST',
      headers: { 'Content-Type': 'text/plain', Authorization: `Bearer ${ada.accessToken}` },
    });
    sent.write(post());
    sent.end();
    const [response] = await once(sent, 'response');
    expect(response.statusCode).to.equal(400);
    expect(await text(response)).to.include('Content-Type: application/json');
  });
});
