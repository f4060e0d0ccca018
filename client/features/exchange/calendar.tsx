/** A calendar to choose a day in, worked by keyboard, its week beginning on Monday wherever the reader is. */
import 'cally';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { calendarDay } from '../../../shared/calendar.ts';
import { locale } from '../../i18n.ts';
import { ChevronLeft, ChevronRight } from '../../ui/icons.ts';
import { x } from './words.ts';

interface CalendarElement extends HTMLElement {
  value: string;
}

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'calendar-date': HTMLAttributes<CalendarElement> & {
        value: string;
        min: string;
        today: string;
        locale: string;
        firstDayOfWeek: number;
      };
      'calendar-month': HTMLAttributes<HTMLElement>;
      'calendar-select-month': HTMLAttributes<HTMLElement>;
      'calendar-select-year': HTMLAttributes<HTMLElement>;
    }
  }
}

/** px between the calendar and the edge of the window. */
const margin = 8;

interface Props {
  label: string;
  /** The day that is chosen; empty for none. */
  value: string;
  min: string | undefined;
  choose(day: string): void;
}

export function Calendar({ label, value, min = '', choose }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const calendar = useRef<CalendarElement>(null);
  useLayoutEffect(() => {
    // Its elements draw themselves a moment later.
    const frame = requestAnimationFrame(() => {
      const { right = 0 } = box.current?.getBoundingClientRect() ?? {};
      const beyond = Math.max(0, right + margin - document.documentElement.clientWidth);
      if (box.current) box.current.style.insetInlineStart = `${-beyond}px`;
      calendar.current?.focus();
      // All of it, and then the field that it belongs to, where there is room for both.
      box.current?.scrollIntoView({ block: 'nearest' });
      box.current?.parentElement?.scrollIntoView({ block: 'nearest' });
    });
    return () => cancelAnimationFrame(frame);
  }, []);
  return (
    <div class="calendar" role="dialog" aria-label={label} ref={box}>
      <calendar-date
        ref={calendar}
        value={value}
        min={min}
        today={calendarDay(new Date())}
        locale={locale}
        firstDayOfWeek={1}
        onChange={(event) => choose(event.currentTarget.value)}
      >
        <ChevronLeft slot="previous" size={20} aria-label={x('form.previousMonth')} />
        <div slot="heading">
          <calendar-select-month>
            <span slot="label" class="hidden">
              {x('form.month')}
            </span>
          </calendar-select-month>
          <calendar-select-year>
            <span slot="label" class="hidden">
              {x('form.year')}
            </span>
          </calendar-select-year>
        </div>
        <ChevronRight slot="next" size={20} aria-label={x('form.nextMonth')} />
        <calendar-month />
      </calendar-date>
    </div>
  );
}
