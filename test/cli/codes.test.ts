import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { codesIn, importCodes } from '../../server/cli/import-codes.ts';
import { root } from '../../server/root.ts';
import { onEveryAdapter } from '../helpers/adapters.ts';
import { type Caller, refusal, startTestApp, type TestApp } from '../helpers/app.ts';
import { failure } from '../helpers/failure.ts';
import { leaveOut } from '../helpers/report.ts';

const entries = (lines: Record<string, string>) =>
  `<?xml version="1.0"?><properties>${Object.entries(lines)
    .map(([key, name]) => `<entry key="code|name|${key}">${name}</entry>`)
    .join('')}</properties>`;

const english = entries({
  'cpv.18143000': 'Protective gear',
  'cpv.33190000': 'Miscellaneous medical devices &amp; products',
  'nuts-esp-lvl3.ES511': 'Barcelona',
  'nuts-lvl3.FRK26': 'Rhône',
  'nuts.DE': 'Deutschland',
  'nuts.DE2': 'Bayern',
  'nuts.DE21': 'Oberbayern',
  'nuts.DE212': 'München, Kreisfreie Stadt',
  'nuts.ES51': 'Cataluña',
  'nuts.ITC4': 'Lombardia',
  'nuts-lvl3.ESZZZ': 'Extra-Regio NUTS 3',
  'accessibility.inc': 'Accessibility criteria',
});
const german = entries({ 'cpv.18143000': 'Schutzausrüstung' });

onEveryAdapter('code lists', (adapter) => {
  let forum: TestApp;
  let member: Caller;
  let folder: string;
  const tell = () => {};
  before(async function () {
    this.timeout(60_000);
    forum = await startTestApp(adapter.settings());
    member = await forum.person('Member');
    folder = mkdtempSync(join(tmpdir(), 'muster-codes-'));
    writeFileSync(join(folder, 'code_en.xml'), english);
    writeFileSync(join(folder, 'code_de.xml'), german);
    await importCodes(
      forum.app.stores.codes,
      [join(folder, 'code_en.xml'), join(folder, 'code_de.xml')],
      tell,
    );
  });
  after(async () => {
    await forum?.stop();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  const find = (list: 'cpv' | 'nuts', words: string, lang = 'en') =>
    member.http('code:search', { list, words, lang });

  it('are found by the beginnings of words, without accents, and by their digits', async () => {
    expect(await find('cpv', 'med dev')).to.deep.equal([
      { code: '33190000', name: 'Miscellaneous medical devices & products' },
    ]);
    expect(await find('cpv', 'edical')).to.deep.equal([]);
    expect(await find('cpv', '1814')).to.deep.equal([
      { code: '18143000', name: 'Protective gear' },
    ]);
    expect(await find('nuts', 'rhone')).to.deep.equal([{ code: 'FRK26', name: 'Rhône' }]);
    expect(await find('nuts', 'frk')).to.deep.equal([{ code: 'FRK26', name: 'Rhône' }]);
    expect(await find('cpv', 'schutz', 'de-AT')).to.deep.equal([
      { code: '18143000', name: 'Schutzausrüstung' },
    ]);
  });

  it('are named in the language asked for, else in English; what was not imported is left out', async () => {
    expect(
      await member.http('code:names', { list: 'cpv', codes: '18143000,99999999', lang: 'de' }),
    ).to.deep.equal([{ code: '18143000', name: 'Schutzausrüstung' }]);
    expect(
      await member.http('code:names', { list: 'nuts', codes: 'ES511', lang: 'de' }),
    ).to.deep.equal([{ code: 'ES511', name: 'Barcelona' }]);
    expect(
      (await refusal(member.http('code:names', { list: 'nuts', codes: 'ES511;', lang: 'de' })))
        .code,
    ).to.equal('bad_request');
  });

  it('are taken in again without doubling, and not at all when a file is wrong', async () => {
    writeFileSync(
      join(folder, 'code_fr.xml'),
      '<properties><entry key="code|name|x.1">y</entry></properties>',
    );
    const broken = importCodes(
      forum.app.stores.codes,
      [join(folder, 'code_en.xml'), join(folder, 'code_fr.xml')],
      tell,
    );
    expect(((await failure(broken)) as Error).message).to.include('no CPV or NUTS names');
    await importCodes(forum.app.stores.codes, [join(folder, 'code_en.xml')], tell);
    expect(await find('nuts', 'barcelona')).to.have.length(1);
  });

  it('are taken in whole from the official files', async function () {
    this.timeout(120_000);
    const file = join(process.env.MUSTER_DATA ?? join(root, '../shared/data'), 'codes/code_it.xml');
    if (!existsSync(file)) {
      leaveOut('codes', 'Put translations/code_it.xml of the eForms SDK under MUSTER_DATA/codes.');
      return this.skip();
    }
    await importCodes(forum.app.stores.codes, [file], tell);
    expect((await find('nuts', 'milano', 'it')).map(({ code }) => code)).to.include('ITC4C');
    expect((await find('cpv', 'ventilator', 'it')).length).to.be.above(0);
    // Regions of every level, not only the smallest.
    for (const [words, code] of [
      ['münchen', 'DE212'],
      ['catalu', 'ES51'],
      ['lombardia', 'ITC4'],
    ] as const)
      expect((await find('nuts', words, 'it')).map((found) => found.code)).to.include(code);
  });
});

describe('a file of codes', () => {
  it('is refused when its name tells no language, or when it is no XML', () => {
    expect(() => codesIn('codes.xml', english)).to.throw('code_de.xml');
    expect(() => codesIn('code_en.xml', 'not XML <')).to.throw('well-formed');
  });

  it('gives CPV and NUTS names, without the regions that mean elsewhere', () => {
    expect(
      codesIn('/some/code_en.xml', english).map(({ list, code }) => `${list} ${code}`),
    ).to.deep.equal([
      'cpv 18143000',
      'cpv 33190000',
      'nuts ES511',
      'nuts FRK26',
      ...['DE', 'DE2', 'DE21', 'DE212', 'ES51', 'ITC4'].map((code) => `nuts ${code}`),
    ]);
  });
});
