/** A whole number as people write it: with or without what their language puts between thousands. */
import type { ComponentProps } from 'preact';
import { formatNumber } from '../../i18n.ts';
import { Field } from '../../ui/field.tsx';
import { x } from './words.ts';

/** Digits, perhaps in groups of three: `20.000`, `20,000` and `20 000` are the same, and none of them is twenty. */
export function whole(typed: string): number {
  const text = typed.trim();
  return /^\d+$|^\d{1,3}([.,'’\s]\d{3})+$/.test(text)
    ? Number(text.replace(/\D/g, ''))
    : Number.NaN;
}

type Props = Omit<ComponentProps<typeof Field>, 'type' | 'min' | 'max' | 'step'> & {
  min?: number;
  max?: number;
  step?: number;
};

/** @param step what it must be a multiple of */
export function AmountField({ min = 1, max = 1_000_000_000, step = 1, onInput, ...field }: Props) {
  const problem = (typed: string) => {
    const value = whole(typed);
    if (typed.trim() === '') return '';
    if (Number.isNaN(value)) return x('form.wholeNumber');
    if (value < min || value > max)
      return x('form.between', { min: formatNumber(min), max: formatNumber(max) });
    return value % step === 0 ? '' : x('form.multipleOf', { step: formatNumber(step) });
  };
  return (
    <Field
      {...field}
      inputMode="numeric"
      autocomplete="off"
      inputRef={(input) => input?.setCustomValidity(problem(input.value))}
      onInput={(event) => {
        event.currentTarget.setCustomValidity(problem(event.currentTarget.value));
        onInput?.(event);
      }}
    />
  );
}
