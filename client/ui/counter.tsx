/** How long a text with a limit is: shown from nine tenths of the limit on, and what is too much is said. */
import type { Bounds } from '../../shared/limits.ts';
import { lengthOf, textProblem } from '../../shared/text.ts';
import { formatNumber, t } from '../i18n.ts';

/** Why a text cannot be sent, in the reader's words; empty when it can be. */
export function problemWith(text: string, bounds: Bounds): string {
  const problem = textProblem(text, bounds);
  if (!problem) return '';
  if (problem === 'blank') return t('text.blank');
  const { least = 1, most, unit = 'characters' } = bounds;
  if (problem === 'too_short') return t('text.tooShort', { least });
  const over = lengthOf(text, unit) - most;
  return t(`text.tooLong.${unit}`, { count: over, over: formatNumber(over) });
}

export function Counter({ id, text, bounds }: { id: string; text: string; bounds: Bounds }) {
  const { most, unit = 'characters' } = bounds;
  const used = lengthOf(text, unit);
  if (used < most * 0.9) return null;
  const over = used > most;
  return (
    <small id={id} class={`counter ${over ? 'over' : ''}`} aria-live={over ? 'polite' : 'off'}>
      {over
        ? problemWith(text, bounds)
        : t(`text.used.${unit}`, { used: formatNumber(used), most: formatNumber(most) })}
    </small>
  );
}
