import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { v4 as uuid } from 'uuid';
import { type Forum, makeForum, say } from '../helpers/history.ts';
import { type ServerProcess, secret, startServer } from '../helpers/process.ts';
import { headOf, sendRaw } from '../helpers/raw-http.ts';

const token = 'a-token-for-metrics';
const size = 5 * 1024 * 1024;

describe('a server to which 250 files are sent by halves', function () {
  this.timeout(120_000);
  let folder: string;
  let server: ServerProcess;
  let forum: Forum;
  before(async function () {
    if (!existsSync('/proc/self/io')) return this.skip();
    folder = mkdtempSync(join(tmpdir(), 'muster-uploads-'));
    forum = await makeForum({ DATA_DIR: folder }, 32);
    server = await startServer({
      DATA_DIR: folder,
      JWT_SECRET: secret,
      METRICS_TOKEN: token,
      TRUST_PROXY: '1',
    });
  });
  after(async () => {
    await server?.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  async function memory() {
    const metrics = await fetch(`${server.url}/metrics`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    return Number(/^process_resident_memory_bytes (\d+)/m.exec(await metrics.text())?.[1]);
  }

  /** Bytes that the server has written. */
  const written = () =>
    Number(/wchar: (\d+)/.exec(readFileSync(`/proc/${server.child.pid}/io`, 'utf8'))?.[1]);

  it('keeps them on disk, and not in memory', async () => {
    const before = await memory();
    const writtenBefore = written();
    const halves = Array.from({ length: 250 }, (_, n) =>
      sendRaw(
        server.url,
        headOf(`PUT /api/v1/attachments/${uuid()}?name=x.pdf`, size, {
          Authorization: `Bearer ${forum.tokens[n % forum.tokens.length]}`,
          'X-Forwarded-For': `10.0.0.${n}`,
        }),
      ),
    );
    const half = Buffer.alloc(size / 2);
    for (const { socket } of halves) socket.write(half);
    while (written() - writtenBefore < halves.length * half.length) await setTimeout(100);
    const grown = (await memory()) - before;
    for (const { socket } of halves) socket.destroy();
    expect(grown).to.be.below(200e6);
    say(`250 half-sent files of 5 MiB took ${(grown / 1e6).toFixed(0)} MB of memory`);
  });
});
