import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readConfig } from '../../server/config.ts';
import { root } from '../../server/root.ts';
import { openSqlite } from '../../server/storage/sqlite.ts';

describe('settings', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'muster-config-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('have defaults that work, with a secret that is made once and kept', () => {
    const first = readConfig({ DATA_DIR: folder });
    expect(first).to.include({
      port: 3000,
      registration: 'open',
      publicUrl: 'http://localhost:3000',
    });
    expect(first.jwtSecret).to.have.length(64);
    expect(readConfig({ DATA_DIR: folder }).jwtSecret).to.equal(first.jwtSecret);
  });

  for (const [name, value] of Object.entries({
    PORT: 'x',
    PUBLIC_URL: 'nowhere',
    MONGODB_URL: 'http://x',
    REGISTRATION: 'maybe',
    JWT_SECRET: 'short',
  }))
    it(`stop the start over a bad ${name}, by name`, () => {
      expect(() => readConfig({ DATA_DIR: folder, [name]: value })).to.throw(name);
    });

  it('need a good secret in production', () => {
    expect(() => readConfig({ DATA_DIR: folder, NODE_ENV: 'production' })).to.throw('JWT_SECRET');
    expect(() =>
      readConfig({ DATA_DIR: folder, NODE_ENV: 'production', JWT_SECRET: 'a'.repeat(40) }),
    ).to.throw('JWT_SECRET');
  });

  it('end the program with a clear message, not with a stack', () => {
    const { status, stderr } = spawnSync(process.execPath, [join(root, 'dist/server/main.js')], {
      env: { DATA_DIR: folder, PORT: '99999' },
      encoding: 'utf8',
    });
    expect(status).to.equal(1);
    expect(stderr).to.include('PORT').and.not.to.include(' at ');
  });

  it('refuse a database that a newer Muster wrote', () => {
    const file = join(folder, 'muster.db');
    const db = openSqlite(file);
    db.exec('PRAGMA user_version = 999');
    db.close();
    expect(() => openSqlite(file)).to.throw('newer Muster');
  });
});

describe('the words of the interface', () => {
  const wordsOf = (file: string) =>
    JSON.parse(readFileSync(join(root, `client/locales/${file}.json`), 'utf8')) as object;
  for (const prefix of ['', 'pages.', 'exchange.', 'refusals.'])
    it(`are complete in every language: ${prefix}*.json`, () => {
      const [en, de] = [wordsOf(`${prefix}en`), wordsOf(`${prefix}de`)];
      const keys = (words: object, path = ''): string[] =>
        Object.entries(words).flatMap(([key, value]) =>
          typeof value === 'string' ? [`${path}${key}`] : keys(value, `${path}${key}.`),
        );
      expect(keys(de)).to.deep.equal(keys(en));
      const variables = (words: object): string[] =>
        keys(words).map(
          (key) =>
            String(
              key
                .split('.')
                .reduce((at: unknown, part) => (at as Record<string, unknown>)[part], words),
            )
              .match(/\{\{\w+\}\}/g)
              ?.sort()
              .join() ?? '',
        );
      expect(variables(de)).to.deep.equal(variables(en));
    });
});
