/** The schemas of text people write, held to the rules of shared/text.ts. */
import { z } from 'zod';
import type { Bounds } from '../limits.ts';
import { nameProblem, type SignProblem, tidied, titleProblem } from '../signs.ts';
import { lengthOf, type TextProblem, textProblem } from '../text.ts';

/** Text of bounded length, whatever it consists of. */
export const counted = (bounds: Bounds) =>
  z
    .string()
    .check(({ value, issues }) => {
      const length = lengthOf(value, bounds.unit);
      if (length > bounds.most) issues.push(issueOf('too_long', value, bounds));
      else if (length < (bounds.least ?? 0)) issues.push(issueOf('too_short', value, bounds));
    })
    .meta(lengthsOf(bounds));

/** Text that says something. */
export const written = (bounds: Bounds) => saying(z.string(), bounds);

/** Text that says something, without the spaces around it. */
export const trimmed = (bounds: Bounds) => saying(z.string().trim(), bounds);

const signProblems: Record<SignProblem, string> = {
  invisible: 'no invisible signs, no controls of direction',
  marks: 'no more marks on a letter than a language puts there',
  lookalike: 'no letters of another alphabet or font that look like those beside them',
  spaces: 'no doubled spaces',
  letters: 'at least one letter or digit',
};

/** @param problemOf why a text is refused for its signs */
const signed = (text: z.ZodString, problemOf: (text: string) => SignProblem | undefined) =>
  text.check(({ value, issues }) => {
    const problem = problemOf(value);
    if (!problem) return;
    const message = signProblems[problem];
    issues.push({ code: 'custom', params: { problem }, input: value, message });
  });

/** The name of a person, a bot, a cluster or the forum, in composed form. */
export const named = (bounds: Bounds) =>
  signed(saying(z.string().overwrite(tidied), bounds), nameProblem);

/** A title, or the name of a channel, without the spaces around it. */
export const titled = (bounds: Bounds) => signed(trimmed(bounds), titleProblem);

function saying(text: z.ZodString, bounds: Bounds) {
  return text
    .check(({ value, issues }) => {
      const problem = textProblem(value, bounds);
      if (problem) issues.push(issueOf(problem, value, bounds));
    })
    .meta(lengthsOf({ least: 1, ...bounds }));
}

/** Text that may be left out: spaces alone are nothing, other invisible text is refused. */
export const optionalText = (bounds: Bounds) =>
  z
    .string()
    .overwrite((value) => (value.trim() === '' ? '' : value))
    .check(({ value, issues }) => {
      const problem = value === '' ? undefined : textProblem(value, bounds);
      if (problem) issues.push(issueOf(problem, value, bounds));
    })
    .meta(lengthsOf(bounds));

/** The bounds as JSON Schema has them: in characters, of which there are never more than bytes. */
const lengthsOf = ({ least, most }: Bounds) => ({
  maxLength: most,
  ...(least && { minLength: least }),
});

function issueOf(
  problem: TextProblem,
  input: string,
  { least = 1, most, unit = 'characters' }: Bounds,
) {
  const text = { origin: 'string' as const, input };
  if (problem === 'too_long')
    return {
      ...text,
      code: 'too_big' as const,
      maximum: most,
      params: { unit, length: lengthOf(input, unit) },
      message: `at most ${most} ${unit}; it has ${lengthOf(input, unit)}`,
    };
  if (problem === 'too_short')
    return {
      ...text,
      code: 'too_small' as const,
      minimum: least,
      message: `at least ${least} characters`,
    };
  return {
    code: 'custom' as const,
    params: { problem },
    input,
    message: 'nothing in it can be seen',
  };
}
