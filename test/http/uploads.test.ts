import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import { v4 as uuid } from 'uuid';
import { type Caller, httpCaller, refusal, startTestApp, type TestApp } from '../helpers/app.ts';
import { headOf, sendRaw } from '../helpers/raw-http.ts';

describe('files on their way in', () => {
  let forum: TestApp;
  before(async () => {
    forum = await startTestApp({ TRUST_PROXY: '1' });
  });
  after(() => forum?.stop());

  /** Sends the first half of a file. */
  const half = ({ accessToken }: Caller, address: string, size = 1_000_000) => {
    const head = headOf(`PUT /api/v1/attachments/${uuid()}?name=x.pdf`, size, {
      Authorization: `Bearer ${accessToken}`,
      'X-Forwarded-For': address,
    });
    return sendRaw(forum.url, head + 'x'.repeat(size / 2));
  };
  /** Resolves when so many are being taken in and the next would be refused. */
  const full = async (who: Caller, address: string) => {
    for (;;) {
      const { answered, socket } = half(who, address, 2);
      const status = await Promise.race([
        answered,
        new Promise<null>((resolve) => setTimeout(resolve, 200, null)),
      ]);
      socket.destroy();
      if (status?.includes('429')) return;
    }
  };

  it('are eight at most of one account, and eight from one address', async () => {
    const [ada, eva, max] = [
      await forum.person('Ada'),
      await forum.person('Eva'),
      await forum.person('Max'),
    ];
    const first = Array.from({ length: 8 }, (_, n) => half(ada, `10.0.0.${n}`));
    await full(ada, '10.0.1.1');
    const ofAddress = Array.from({ length: 8 }, (_, n) => half(n < 4 ? eva : max, '10.0.2.1'));
    await full(await forum.person('Zoe'), '10.0.2.1');
    const refused = half(ada, '10.0.3.1');
    expect(await refused.answered).to.include('429');
    refused.socket.destroy();
    for (const { socket } of [...first, ...ofAddress]) socket.destroy();
    // There is room again: the whole of this one is taken in, and only then refused for what it is.
    for (;;) {
      const attachmentId = uuid();
      const { code } = await refusal(
        ada.http('attachment:add', { attachmentId, name: 'x', content: Buffer.from('x') }),
      );
      if (code !== 'rate_limited') break;
    }
  });

  it('have no names on the disk, and what a crash left is gone after the next start', async () => {
    const ada = await forum.person('Ada');
    const folder = join(forum.folder, 'uploads');
    const sent = Array.from({ length: 8 }, () => half(ada, '10.0.4.1'));
    await full(ada, '10.0.4.2');
    // They have one only for the moment in which they are made.
    while (readdirSync(folder).length > 0) await setImmediate();
    for (const { socket } of sent) socket.destroy();
    writeFileSync(join(folder, uuid()), 'left by a crash');
    const other = await startTestApp({ DATA_DIR: forum.folder });
    expect(readdirSync(folder)).to.deep.equal([]);
    await other.stop();
  });

  it('are refused when they are too large, whether they say so or not', async () => {
    const ada = await forum.person('Ada');
    const large = 5 * 1024 * 1024 + 1;
    const said = half(ada, '10.0.5.1', large + 1);
    expect(await said.answered).to.include('413');
    said.socket.destroy();
    const content = new ReadableStream({
      start(controller) {
        controller.enqueue(Buffer.alloc(large));
        controller.close();
      },
    });
    const response = await fetch(`${forum.url}/api/v1/attachments/${uuid()}?name=x.pdf`, {
      method: 'PUT',
      headers: { Authorization: `Bearer ${ada.accessToken}` },
      body: content,
      duplex: 'half',
    } as RequestInit);
    expect(response.status).to.equal(413);
  });

  it('are taken in from nobody who is not known', async () => {
    const nobody = httpCaller(forum.url, 'nonsense');
    const attachmentId = uuid();
    const refused = nobody('attachment:add', {
      attachmentId,
      name: 'x',
      content: Buffer.from('x'),
    });
    expect((await refusal(refused)).code).to.equal('unauthenticated');
  });
});

describe('a request that does not arrive', function () {
  this.timeout(90_000);
  let forum: TestApp;
  before(async () => {
    forum = await startTestApp();
  });
  after(() => forum?.stop());

  it('is ended, whatever part of it is late', async () => {
    const ada = await forum.person('Ada');
    const known = { Authorization: `Bearer ${ada.accessToken}` };
    const json = { 'Content-Type': 'application/json' };
    const polling = '/socket.io/?EIO=4&transport=polling';
    const opened = await (await fetch(`${forum.url}${polling}`)).text();
    const { sid } = JSON.parse(opened.slice(1)) as { sid: string };
    const late: Record<string, string> = {
      'all of it': '',
      'its head': 'GET / HTTP/1.1\r\nHost: x\r\n',
      'its body': `${headOf('POST /api/v1/sessions', 1000, json)}{"email":`,
      'the body of a request that was refused already': `${headOf('PUT /api/v1/attachments/1', 9e5)}x`,
      'a body for what takes none': `${headOf('GET /api/v1/forum', 1000)}x`,
      'a body for an address that is none': `${headOf('POST /nowhere', 1000)}x`,
      'the body of a polling socket': `${headOf(`POST ${polling}&sid=${sid}`, 1000)}4`,
      'the rest of a file': `${headOf(`PUT /api/v1/attachments/${uuid()}?name=x`, 9e5, known)}x`,
    };
    const endings = await Promise.all(
      Object.entries(late).map(async ([what, text]) => {
        const { ended } = sendRaw(forum.url, text);
        return [what, await ended] as const;
      }),
    );
    const answers = Object.fromEntries(endings);
    expect(answers['the rest of a file']).to.include('503').and.include('Nothing of the file came');
    expect(answers['the body of a request that was refused already']).to.include('401');
  });

  it('is not ended while it goes on, however slowly, when it is a file', async () => {
    const ada = await forum.person('Ada');
    const head = headOf(`PUT /api/v1/attachments/${uuid()}?name=x`, 20, {
      Authorization: `Bearer ${ada.accessToken}`,
    });
    const { socket, answered } = sendRaw(forum.url, head);
    // Longer than any other body may take.
    const drip = setInterval(() => socket.write('x'), 900);
    expect(await answered).to.include('HTTP/1.1 403');
    clearInterval(drip);
    socket.destroy();
  });
});
