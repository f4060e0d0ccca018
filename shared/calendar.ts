/** Calendar days, `2026-12-05`: the same day for everybody, whatever the time is where they are. */

export const isCalendarDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text);

/** Whether a day is over at a time, ISO, by UTC. */
export const isOver = (day: string, at: string): boolean => day < at.slice(0, 10);

/** The calendar day of a time, where the one who asks is. */
export function calendarDay(time: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
}
