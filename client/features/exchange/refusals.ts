/** Refusals of the exchange in the reader's language: by their reason, by the state that was found, by the field. */
import type { ErrorBody } from '../../../shared/errors.ts';
import { alsoExplain } from '../../errors.ts';
import { formatNumber, language } from '../../i18n.ts';
import en from '../../locales/exchange.en.json' with { type: 'json' };
import { x } from './words.ts';

const has = <T extends object>(words: T, name: unknown): name is keyof T & string =>
  typeof name === 'string' && Object.hasOwn(words, name);

function explains({ code, details = {} }: ErrorBody): string | null {
  const { reason, state, issues } = details;
  const figures = Object.fromEntries(
    Object.entries(details).map(([name, value]) => [
      name,
      typeof value === 'number' ? formatNumber(value) : value,
    ]),
  );
  if (has(en.refusal, reason)) return x(`refusal.${reason}`, figures);
  if (code === 'conflict' && has(en.state, state))
    return x('wrongState', { state: x(`state.${state}`) });
  if (code === 'conflict' && has(en.cstate, state))
    return x('wrongState', { state: x(`cstate.${state}`) });
  // The server says it more exactly, in English.
  if (language === 'en') return null;
  const field =
    code === 'bad_request' && Array.isArray(issues) ? String(issues[0]?.path).split('.')[0] : '';
  return has(en.fieldNames, field) ? x('wrongField', { field: x(`fieldNames.${field}`) }) : null;
}

alsoExplain(explains);
