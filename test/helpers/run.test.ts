import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { root } from '../../server/root.ts';
import { endsWithRun } from './run.ts';

describe('a run of the tests that is interrupted', function () {
  this.timeout(40_000);

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGKILL'] as const)
    it(`by ${signal} leaves nothing in the temporary folder, and no process`, async () => {
      const folder = mkdtempSync(join(tmpdir(), 'muster-interrupted-'));
      const mocha = endsWithRun(
        spawn(
          process.execPath,
          [join(root, 'node_modules/mocha/bin/mocha.js'), 'test/helpers/interrupted.fixture.ts'],
          { cwd: root, env: { ...process.env, TMPDIR: folder } },
        ),
      );
      let said = '';
      const server = await new Promise<string>((resolve, reject) => {
        mocha.stdout.on('data', (part) => {
          said += part;
          const url = /under way: (\S+) \./.exec(said)?.[1];
          if (url) resolve(url);
        });
        mocha.once('exit', () => reject(new Error(`The run ended too early: ${said}`)));
      });
      expect(readdirSync(folder)).to.have.length(1);
      expect(await lives(server)).to.equal(true);
      mocha.kill(signal);
      const left = async () => readdirSync(folder).length > 0 || (await lives(server));
      for (let tries = 0; tries < 200 && (await left()); tries++) await setTimeout(50);
      expect(readdirSync(folder)).to.deep.equal([]);
      expect(await lives(server)).to.equal(false);
    });
});

/** Whether a server answers. Asking for its process would find it as long as nobody has waited for it. */
const lives = (url: string) =>
  fetch(`${url}/health/live`).then(
    ({ ok }) => ok,
    () => false,
  );
