import { readFileSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { root } from '../../server/root.ts';
import { startTestApp, type TestApp } from '../helpers/app.ts';

describe('the files of the client', () => {
  let forum: TestApp;
  let script: string;
  before(async () => {
    forum = await startTestApp();
    const html = (await read('/')).body.toString();
    script = /="(\/assets\/first-[^"]+\.js)"/.exec(html)?.[1] ?? '';
  });
  after(() => forum?.stop());

  async function read(path: string, headers: Record<string, string> = {}) {
    const response = await new Promise<IncomingMessage>((resolve, reject) =>
      get(forum.url + path, { headers }, resolve).on('error', reject),
    );
    return { status: response.statusCode, headers: response.headers, body: await buffer(response) };
  }

  const ways = { br: brotliDecompressSync, gzip: gunzipSync, identity: (body: Buffer) => body };
  for (const [encoding, decode] of Object.entries(ways))
    it(`come as ${encoding} to whoever reads that, and the page at any address, too`, async () => {
      for (const [path, file] of [
        [script, script],
        ['/', '/index.html'],
        ['/c/masks/t/1', '/index.html'],
      ] as const) {
        const { status, headers, body } = await read(path, { 'Accept-Encoding': encoding });
        expect([path, status, headers['content-encoding'] ?? 'identity']).to.deep.equal([
          path,
          200,
          encoding,
        ]);
        expect(headers.vary).to.match(/accept-encoding/i);
        expect(headers['x-content-type-options']).to.equal('nosniff');
        expect(decode(body).equals(readFileSync(`${root}/dist/client${file}`))).to.equal(true);
      }
    });

  it('are kept for a year where their name tells what is in them, and asked for again elsewhere', async () => {
    const asset = await read(script);
    expect(asset.headers['cache-control']).to.equal('public, max-age=31536000, immutable');
    const page = await read('/');
    expect(page.headers['cache-control']).to.equal('no-cache');
    const again = await read('/', { 'If-None-Match': page.headers.etag ?? '' });
    expect([again.status, again.body.length]).to.deep.equal([304, 0]);
  });

  it('are nothing but files below /assets, and nothing outside of their folder', async () => {
    for (const path of ['/assets/none.js', '/assets/', '/assets/..%2f..%2fserver/main.js'])
      expect([path, (await read(path)).status]).to.deep.equal([path, 404]);
    const outside = await read('/..%2f..%2fpackage.json');
    expect(outside.body.toString()).not.to.include('"name": "muster"');
  });

  it('cannot be written to', async () => {
    const response = await fetch(forum.url + script, { method: 'PUT', body: 'x' });
    expect(response.status).to.equal(404);
  });
});
