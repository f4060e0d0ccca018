/** What went wrong, in the reader's language. */
import type { ErrorBody } from '../shared/errors.ts';
import { CallError } from './api.ts';
import { language, t } from './i18n.ts';

type Explains = (body: ErrorBody, operation?: string) => string | null;
const known: Explains[] = [];

/** Lets a feature say in its own words what a refusal of its own means; null for what it does not know. */
export const alsoExplain = (explains: Explains) => void known.push(explains);

/** Whether what was asked for is not there: gone, out of sight, or named by what can be no name of it. */
export const isMissing = (thrown: unknown): boolean =>
  thrown instanceof CallError && ['not_found', 'bad_request'].includes(thrown.body.code);

/** A sentence for whatever was thrown: what happened, what to do, and a reference to quote where there is one. */
export function explain(thrown: unknown): string {
  if (!(thrown instanceof CallError)) return t('error.internal');
  const { code, message, details } = thrown.body;
  for (const explains of known) {
    const said = explains(thrown.body, thrown.operation);
    if (said) return said;
  }
  const reference =
    typeof details?.requestId === 'string'
      ? ` ${t('error.reference', { id: details.requestId.slice(-8) })}`
      : '';
  if (code === 'rate_limited')
    return t('error.rate_limited', { seconds: Number(details?.retryAfter ?? 1) });
  // What the server says of the other codes is more exact, but English.
  const exact =
    code === 'bad_request' || code === 'forbidden' || code === 'conflict' || code === 'too_large';
  return exact && language === 'en' ? message : t(`error.${code}`) + reference;
}
