import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import Database from 'libsql';
import { v4 as uuid } from 'uuid';
import { httpCaller, type Refused } from '../helpers/app.ts';
import { type Forum, makeForum, say, snapshot } from '../helpers/history.ts';
import { type ServerProcess, secret, startServer } from '../helpers/process.ts';
import { leaveOut } from '../helpers/report.ts';
import { undoneAtEnd } from '../helpers/run.ts';

/** Not stored, and for this reason only. */
function isFull(thrown: unknown): false {
  if ((thrown as Refused).body.code !== 'no_space') throw thrown;
  return false;
}

describe('a server whose disk is full', function () {
  this.timeout(60_000);
  let folder: string;
  let server: ServerProcess;
  let forum: Forum;
  let unmount = () => {};
  const ballast = () => join(folder, 'ballast');
  before(async function () {
    folder = mkdtempSync(join(tmpdir(), 'muster-disk-'));
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'none', folder]).status !== 0) {
      rmSync(folder, { recursive: true });
      leaveOut('root', 'A small disk of its own is mounted by root only.');
      return this.skip();
    }
    unmount = undoneAtEnd(() => void spawnSync('umount', ['-l', folder]));
    writeFileSync(ballast(), Buffer.alloc(6e6));
    forum = await makeForum({ DATA_DIR: folder }, 1);
    server = await startServer({ DATA_DIR: folder, JWT_SECRET: secret });
  });
  after(async () => {
    await server?.kill();
    unmount();
    rmSync(folder, { recursive: true, force: true });
  });

  it('refuses posts by name, goes on reading, stays whole, and goes on once there is room', async () => {
    const bot = httpCaller(server.url, forum.tokens[0]);
    const post = () =>
      bot('post:create', {
        channelId: forum.channelId,
        clientId: uuid(),
        text: 'x'.repeat(16_000),
      });
    let stored = 0;
    let refusal: Refused | null = null;
    while (!refusal && stored < 3000)
      await post().then(
        () => stored++,
        (thrown) => {
          refusal = thrown as Refused;
        },
      );
    expect((refusal as Refused | null)?.body).to.include({ code: 'no_space', retryable: true });
    expect((await snapshot(server.url, forum)).posts).to.have.length(stored);
    const database = new Database(join(folder, 'muster.db'), { readonly: true });
    expect(database.prepare('PRAGMA integrity_check').get()).to.include({ integrity_check: 'ok' });
    database.close();
    rmSync(ballast());
    // Until it has looked at the disk again.
    while (!(await post().then(() => true, isFull))) await setTimeout(100);
    expect((await snapshot(server.url, forum)).posts).to.have.length(stored + 1);
    say(`${stored} posts until the disk was full, all of them there, and one more afterwards`);
  });
});
