/** A run that never ends by itself, with a server of its own; run.test.ts interrupts it. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from './process.ts';

it('goes on and on', async function () {
  this.timeout(0);
  const server = await startServer({ DATA_DIR: mkdtempSync(join(tmpdir(), 'muster-endless-')) });
  console.log(`under way: ${server.url} .`);
  await new Promise(() => {});
});
