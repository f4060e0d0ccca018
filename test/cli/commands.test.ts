import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { muster } from '../helpers/muster.ts';

describe('the command line', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'muster-cli-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('makes an administrator, and refuses what the page would refuse', async () => {
    const env = { DATA_DIR: folder, INPUT: 'correct horse battery\n' };
    const args = ['create-admin', '--name', 'Ada Novak', '--email', 'ada@example.eu'];
    expect(await muster(env, ...args)).to.deep.equal({
      code: 0,
      said: 'Ada Novak is administrator and signs in as ada@example.eu.\n',
    });
    expect((await muster(env, ...args)).said).to.include('already an account');
    expect((await muster({ ...env, INPUT: 'short\n' }, ...args)).said).to.include('password');
  });

  it('makes a link by which a password is set anew, for whoever signs in with the address', async () => {
    const env = { DATA_DIR: folder, INPUT: 'correct horse battery\n' };
    await muster(env, 'create-admin', '--name', 'Ada Novak', '--email', 'ada@example.eu');
    const { code, said } = await muster(
      { DATA_DIR: folder, PUBLIC_URL: 'https://forum.example' },
      ...['reset-link', 'Ada@example.eu'],
    );
    expect(code, said).to.equal(0);
    expect(said).to.match(/^https:\/\/forum\.example\/reset-password\?link=[\w-]{32}$/m);
    const unknown = await muster({ DATA_DIR: folder }, 'reset-link', 'eva@example.eu');
    expect(unknown).to.deep.equal({
      code: 1,
      said: 'muster: Nobody signs in as eva@example.eu.\n',
    });
  });

  it('examines a sound installation and finds nothing', async () => {
    await muster(
      { DATA_DIR: folder, INPUT: 'correct horse battery\n' },
      'create-admin',
      '--name',
      'Ada',
      '--email',
      'ada@example.eu',
    );
    const { code, said } = await muster({ DATA_DIR: folder }, 'doctor');
    expect(code, said).to.equal(0);
    expect(said).to.include('✓ the database answers: 1 members, 0 posts');
  });

  it('names what is misconfigured, and what to do', async () => {
    const { code, said } = await muster(
      {
        DATA_DIR: folder,
        PUBLIC_URL: 'https://forum.example',
        REDIS_URL: 'redis://127.0.0.1:1',
        RATE_LIMITS: '1000',
      },
      'doctor',
    );
    expect(code).to.equal(1);
    for (const words of [
      'TRUST_PROXY',
      'RATE_LIMITS',
      'no administrator',
      'no Redis answers',
      'MONGODB_URL',
    ])
      expect(said).to.include(words);
    expect((await muster({ DATA_DIR: folder, PORT: 'many' }, 'doctor')).said).to.include('PORT');
  });
});
