/** A day, typed as one writes it or chosen in a calendar whose week begins on Monday. */
import '../../styles/calendar.css';
import { useEffect, useRef, useState } from 'preact/hooks';
import { isCalendarDay } from '../../../shared/calendar.ts';
import { formatDate, locale } from '../../i18n.ts';
import { Field } from '../../ui/field.tsx';
import { Calendar as CalendarIcon } from '../../ui/icons.ts';
import { lazy } from '../../ui/lazy.tsx';
import { dayTexts } from './day-text.ts';
import { x } from './words.ts';

const Calendar = lazy(() => import('./calendar.tsx').then((module) => module.Calendar));

const days = dayTexts(locale);
const pattern = days.pattern({
  day: x('form.dayLetters'),
  month: x('form.monthLetters'),
  year: x('form.yearLetters'),
});

const textOf = (day: string) => (isCalendarDay(day) ? days.write(day) : '');

interface Props {
  label: string;
  /** A calendar day; empty for none. */
  value: string;
  /** Told a calendar day, or nothing while what is typed is none. */
  change(day: string): void;
  /** The first day that may be chosen. */
  min?: string | undefined;
  required?: boolean;
}

export function DateField({ label, value, change, min, required }: Props) {
  const [text, setText] = useState(() => textOf(value));
  const [open, setOpen] = useState(false);
  const whole = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (value !== (days.read(text) ?? '')) setText(textOf(value));
  }, [value]);
  useEffect(() => {
    if (!open) return;
    const away = ({ target }: Event) => whole.current?.contains(target as Node) || setOpen(false);
    addEventListener('pointerdown', away, true);
    return () => removeEventListener('pointerdown', away, true);
  }, [open]);

  const check = (typed: string) => {
    const day = days.read(typed);
    if (!day) return x('form.dayWanted', { pattern });
    return min && day < min ? x('form.dayTooEarly', { date: formatDate(min) }) : '';
  };
  const close = (to: HTMLElement | null) => {
    setOpen(false);
    to?.focus();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the field and the calendar in it
    <div
      class="date-field"
      ref={whole}
      onFocusOut={({ relatedTarget }) => {
        // Nothing is focused while the days of another month are drawn.
        if (relatedTarget && !whole.current?.contains(relatedTarget as Node)) setOpen(false);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && open) close(opener.current);
        else if (event.key === 'ArrowDown' && event.altKey) setOpen(true);
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <Field
        label={label}
        value={text}
        inputRef={input}
        check={check}
        required={required}
        placeholder={pattern}
        autocomplete="off"
        onInput={(event) => {
          setText(event.currentTarget.value);
          change(days.read(event.currentTarget.value) ?? '');
        }}
        onBlur={() => value && setText(textOf(value))}
      />
      <button
        type="button"
        class="icon"
        ref={opener}
        aria-label={x('form.calendar', { label })}
        title={x('form.calendar', { label })}
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <CalendarIcon size={18} />
      </button>
      {open && (
        <Calendar
          label={x('form.calendar', { label })}
          value={value}
          min={min}
          choose={(day) => {
            setText(textOf(day));
            change(day);
            close(input.current);
          }}
        />
      )}
    </div>
  );
}
