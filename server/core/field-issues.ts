/** What is wrong with each field of an input, out of what its schema says. */
import type { z } from 'zod';
import { type FieldIssue, type FieldProblem, fieldProblems } from '../../shared/refusals.ts';

const problems: ReadonlySet<unknown> = new Set(fieldProblems);
const isProblem = (name: unknown): name is FieldProblem => problems.has(name);

const tooBig = {
  string: 'too_long',
  array: 'too_many',
  set: 'too_many',
  file: 'too_long',
} as const;
const tooSmall = {
  string: 'too_short',
  array: 'too_few',
  set: 'too_few',
  file: 'too_short',
} as const;
const named = <T extends object>(words: T, name: string): name is keyof T & string =>
  Object.hasOwn(words, name);

type Issue = z.core.$ZodIssue;

function problemOf(issue: Issue): FieldProblem {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return 'missing';
      return issue.expected === 'int' ? 'whole' : 'format';
    case 'too_big':
      return named(tooBig, issue.origin) ? tooBig[issue.origin] : 'too_large';
    case 'too_small':
      return named(tooSmall, issue.origin) ? tooSmall[issue.origin] : 'too_small';
    case 'invalid_value':
      return 'choice';
    case 'unrecognized_keys':
      return 'unknown';
    case 'not_multiple_of':
      return 'multiple';
    case 'custom':
      return isProblem(issue.params?.problem) ? issue.params.problem : 'format';
    default:
      return 'format';
  }
}

function figuresOf(issue: Issue): Pick<FieldIssue, 'least' | 'most' | 'unit'> {
  if (issue.code === 'too_small') return { least: Number(issue.minimum) };
  if (issue.code !== 'too_big') return {};
  const params = 'params' in issue ? (issue.params as { unit?: FieldIssue['unit'] }) : {};
  return { most: Number(issue.maximum), ...(params.unit && { unit: params.unit }) };
}

/** Of the ways in which a union is not met, the one that came furthest. */
function innermost(issue: Issue): Issue {
  if (issue.code !== 'invalid_union') return issue;
  const deepest = issue.errors
    .flat()
    .filter(({ code }) => code !== 'invalid_value' && code !== 'unrecognized_keys')
    .sort((a, b) => b.path.length - a.path.length)[0];
  return deepest ? { ...deepest, path: [...issue.path, ...deepest.path] } : issue;
}

export const issuesOf = (error: z.ZodError): FieldIssue[] =>
  error.issues.map(innermost).map((issue) => ({
    path: [
      ...issue.path,
      ...(issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []),
    ].join('.'),
    message: issue.message,
    problem: problemOf(issue),
    ...figuresOf(issue),
  }));
