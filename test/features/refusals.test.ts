import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { expect } from 'chai';
import { z } from 'zod';
import { toErrorBody } from '../../server/core/errors.ts';
import { root } from '../../server/root.ts';
import { operations } from '../../shared/contract/index.ts';
import type { ErrorBody } from '../../shared/errors.ts';
import { type FieldIssue, fieldProblems, refusalReasons } from '../../shared/refusals.ts';

/** What programs send and no form asks for: ids, places in lists, and what is chosen by pressing a button. */
const asksNobody =
  /(^|\.)(\w*Ids?|ids|clientId|attempt|epoch|since|before|after|around|limit|version|view|list|codes|words|search|token|key|on|own|ended|pinned|starred|unread|validated|admit|moderator|archived|alsoInChannel|action|decision|level|lang|except|shipments|joined|invitation|id|uses|days|roles|role|emoji|partial|mode|seq|setup|state|handles|alikeTo)$/;

type Asked = [body: ErrorBody, operation?: string];

/** What people read, in one language. */
async function worded(asked: Asked[], language: string): Promise<string[]> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', join(root, 'test/helpers/explain.fixture.ts'), language],
    { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] },
  );
  child.stdin.end(JSON.stringify(asked));
  const [sentences] = await Promise.all([json(child.stdout), once(child, 'exit')]);
  return sentences as string[];
}

const wrong: unknown[] = [
  ...[undefined, null, true, {}, [], '', ' ', 'x', '%', '\u200b\u200b', 'Ada\u202e', 'а' + 'da'],
  ...['x'.repeat(20_000), '😀'.repeat(200), -1, 0.5, 1e12, Number.MAX_SAFE_INTEGER],
];

const inner = (schema: z.core.$ZodType): z.core.$ZodType => {
  const { def } = schema._zod;
  return 'innerType' in def ? inner(def.innerType as z.core.$ZodType) : schema;
};

/** Wrong values for a schema, those within it included. */
function wrongFor(given: z.core.$ZodType, depth = 0): unknown[] {
  const schema = inner(given);
  if (depth > 3) return wrong;
  if (schema instanceof z.ZodArray)
    return [
      ...wrong,
      Array(1000).fill('x'),
      ...wrongFor(schema.element, depth + 1).map((value) => [value]),
    ];
  if (schema instanceof z.ZodUnion)
    return [...wrong, ...schema.options.flatMap((option) => wrongFor(option, depth + 1))];
  if (schema instanceof z.ZodRecord) return [...wrong, { en: '' }, { de: 'x' }, { '%': 'x' }];
  if (schema instanceof z.ZodObject)
    return [
      ...wrong,
      { strange: 1 },
      ...Object.entries(schema.shape).flatMap(([name, field]) =>
        wrongFor(field, depth + 1).map((value) => ({ [name]: value })),
      ),
    ];
  return wrong;
}

/** Every kind of issue that an operation can answer with, once for each field. */
function issuesOf({ name, input }: (typeof operations)[number]) {
  const found = new Map<string, FieldIssue>();
  for (const [field, schema] of Object.entries(input.shape as Record<string, z.ZodType>))
    for (const value of wrongFor(schema)) {
      const result = input.safeParse({ [field]: value });
      const { details } = toErrorBody(result.error, '');
      for (const issue of (details?.issues ?? []) as FieldIssue[])
        if (issue.path.split('.')[0] === field)
          found.set(`${issue.path} ${issue.problem} ${issue.unit}`, issue);
    }
  return [...found.values()].map((issue) => ({ operation: name, issue }));
}

const refusedWith = (details: Record<string, unknown>, code: ErrorBody['code']): ErrorBody => ({
  code,
  message: 'what the server says in English',
  details,
  retryable: false,
});

describe('refusals', function () {
  this.timeout(120_000);

  it('of a field are worded in both languages, with the name that its form gives it', async () => {
    const all = operations.flatMap(issuesOf);
    expect(all.length).to.be.greaterThan(300);
    const asked = all.map(
      ({ operation, issue }): Asked => [refusedWith({ issues: [issue] }, 'bad_request'), operation],
    );
    const [english, german] = await Promise.all([worded(asked, 'en'), worded(asked, 'de')]);
    const unnamed = new Set<string>();
    all.forEach(({ operation, issue: { path, problem } }, at) => {
      const [en = '', de = ''] = [english[at], german[at]];
      const about = `${operation} ${path} ${problem}: ${en} / ${de}`;
      expect(en, about).to.not.equal(de);
      for (const sentence of [en, de]) {
        expect(sentence, about).to.not.match(/Something in this|Daran stimmt|what the server says/);
        expect(sentence, about).to.not.match(
          /[a-z]\.\d|BCP 47|\{\{|undefined|[a-z]\w*\.[a-z]\w*\.\w/,
        );
        if (/[A-Z]/.test(path)) expect(sentence, about).to.not.include(path);
      }
      const forProgram = /^The page sent|^Die Seite hat/;
      if (problem !== 'unknown' && !asksNobody.test(path.replace(/(\.\d+)+$/, '')))
        if (forProgram.test(en)) unnamed.add(`${operation} ${path}`);
    });
    expect([...unnamed]).to.deep.equal([]);
  });

  it('name a list by what it is a list of', async () => {
    const body = (path: string, problem: FieldIssue['problem']) =>
      refusedWith({ issues: [{ path, message: '', problem, most: 10, least: 5 }] }, 'bad_request');
    const asked: Asked[] = [
      [body('languages.0', 'format'), 'account:edit'],
      [body('languages', 'too_many'), 'cluster:edit'],
      [body('claims.2.notifiedBody', 'format'), 'listing:create'],
      [body('cluster.name', 'blank'), 'account:register'],
      [body('name', 'too_long'), 'channel:create'],
    ];
    expect(await worded(asked, 'en')).to.deep.equal([
      'Languages you speak: choose them from the list.',
      'Languages: at most 10 of them.',
      'Notified body: four digits.',
      'Name of the cluster: please fill this in: there is nothing to be seen in it.',
      'Name: at most 10 characters.',
    ]);
    expect((await worded(asked, 'de'))[0]).to.equal(
      'Sprachen, die Sie sprechen: bitte aus der Liste wählen.',
    );
  });

  it('of every reason, and every problem with a field, have words of their own', async () => {
    const figures = { remaining: 5, committed: 5, lot: 5, most: 5, least: 5, standard: 'EN149' };
    const asked = [
      ...refusalReasons.map((reason): Asked => [refusedWith({ reason, ...figures }, 'conflict')]),
      ...refusalReasons.map((reason): Asked => [refusedWith({ reason, ...figures }, 'forbidden')]),
      ...fieldProblems.map(
        (problem): Asked => [
          refusedWith({ issues: [{ path: 'title', problem, ...figures }] }, 'bad_request'),
        ],
      ),
    ];
    const [english, german] = await Promise.all([worded(asked, 'en'), worded(asked, 'de')]);
    const generic = ['This exists already', 'Das gibt es', 'You may not', 'Das dürfen', 'Daran'];
    for (const [at, en] of english.entries()) {
      expect(en).to.not.equal(german[at]);
      for (const sentence of [en, german[at]])
        for (const words of generic) expect(sentence).to.not.include(words);
    }
    expect(new Set(english.slice(0, refusalReasons.length)).size).to.equal(refusalReasons.length);
  });

  it('of every field that takes a time take it with any offset', () => {
    for (const { name, input } of operations)
      for (const [field, given] of Object.entries(input.shape as Record<string, z.ZodType>))
        if (inner(given) instanceof z.ZodISODateTime)
          expect(
            (inner(given) as z.ZodISODateTime).safeParse('2026-12-05T10:00:00+00:00').success,
            `${name} ${field}`,
          ).to.equal(true);
  });
});
