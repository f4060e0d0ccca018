import { spawn, spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { root } from '../../server/root.ts';
import { freePort } from '../helpers/ports.ts';
import { endsWithRun } from '../helpers/run.ts';

describe('npm start', function () {
  this.timeout(60_000);
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'muster-start-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('ends the server in order when npm is asked to end', async () => {
    const port = await freePort();
    const npm = endsWithRun(
      spawn('npm', ['start'], {
        cwd: root,
        env: { ...process.env, DATA_DIR: folder, PORT: `${port}`, HOST: '127.0.0.1' },
      }),
    );
    await new Promise<void>((resolve, reject) => {
      npm.stdout.on('data', (part) => String(part).includes('is ready') && resolve());
      npm.once('exit', (code) => reject(new Error(`npm ended with ${code}.`)));
    });
    const ended = new Promise((resolve) => npm.once('exit', resolve));
    npm.kill('SIGTERM');
    expect(await ended).to.equal(0);
    const answer = await fetch(`http://127.0.0.1:${port}/health/live`).catch(() => null);
    expect(answer).to.equal(null);
  });

  describe('builds', () => {
    const inFolder = (path: string) => join(folder, path);
    const ensureBuilt = () =>
      spawnSync(process.execPath, [join(root, 'server/ensure-built.mjs')], {
        cwd: folder,
        encoding: 'utf8',
      });
    const builtAt = () => statSync(inFolder('dist/client/index.html')).mtimeMs;
    /** Sets back the clock of everything, so that what is touched next is newer. */
    const age = (...paths: string[]) => {
      for (const path of paths) utimesSync(inFolder(path), 1_000_000_000, 1_000_000_000);
    };

    beforeEach(() => {
      for (const path of [
        'server/features',
        'client',
        'node_modules/typescript',
        'node_modules/vite',
      ])
        mkdirSync(inFolder(path), { recursive: true });
      writeFileSync(inFolder('server/features/posts.ts'), '');
      writeFileSync(inFolder('server/features/polls.ts'), '');
      const build =
        "node -e \"fs.mkdirSync('dist/client', { recursive: true }); fs.writeFileSync('dist/client/index.html', '')\"";
      writeFileSync(inFolder('package.json'), JSON.stringify({ scripts: { build } }));
    });

    it('a fresh checkout, and not what is current', () => {
      expect(ensureBuilt().status).to.equal(0);
      const first = builtAt();
      expect(ensureBuilt().status).to.equal(0);
      expect(builtAt()).to.equal(first);
    });

    for (const [what, change] of Object.entries({
      'a source was changed': () => writeFileSync(inFolder('server/features/posts.ts'), 'changed'),
      'a source was removed': () => unlinkSync(inFolder('server/features/polls.ts')),
      'a dependency was changed': () => writeFileSync(inFolder('package-lock.json'), '{}'),
    }))
      it(`again after ${what}`, () => {
        ensureBuilt();
        age('server', 'server/features', 'server/features/posts.ts', 'client', 'package.json');
        age('server/features/polls.ts', 'dist/client/index.html');
        const before = builtAt();
        ensureBuilt();
        expect(builtAt()).to.equal(before);
        change();
        ensureBuilt();
        expect(builtAt()).to.be.greaterThan(before);
      });

    it('nothing where only what runs is installed', () => {
      ensureBuilt();
      age('dist/client/index.html');
      rmSync(inFolder('node_modules'), { recursive: true });
      const before = builtAt();
      expect(ensureBuilt().status).to.equal(0);
      expect(builtAt()).to.equal(before);
    });

    it('nothing, and says what to do, where it neither is built nor can be', () => {
      rmSync(inFolder('node_modules'), { recursive: true });
      const { status, stderr } = ensureBuilt();
      expect(status).to.equal(1);
      expect(stderr).to.include('npm ci, without --omit=dev');
    });

    it('and does not start when that fails', () => {
      writeFileSync(inFolder('package.json'), JSON.stringify({ scripts: { build: 'exit 3' } }));
      expect(ensureBuilt().status).to.equal(3);
    });
  });
});
