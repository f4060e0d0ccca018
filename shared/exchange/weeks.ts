/** Weeks as the board counts them: from Monday, by UTC, named by that day. */

const day = 86_400_000;
/** How many weeks the board shows. */
export const weeksOnBoard = 8;

/** The Monday on or before a time. */
export function weekOf(time: Date): string {
  const sinceMonday = (time.getUTCDay() + 6) % 7;
  return new Date(time.getTime() - sinceMonday * day).toISOString().slice(0, 10);
}

/** The eight weeks that end with the one of a time, oldest first. */
export const weeksShown = (time: Date): string[] =>
  Array.from({ length: weeksOnBoard }, (_, n) =>
    weekOf(new Date(time.getTime() - (weeksOnBoard - 1 - n) * 7 * day)),
  );

/** What was left of a listing at the end of a week in which something about it changed. */
export interface TrailMark {
  week: string;
  left: number;
}

/** A trail with its newest mark; what lies before the weeks shown is told by one mark. */
export const marked = (trail: readonly TrailMark[], mark: TrailMark): TrailMark[] =>
  [...trail.filter(({ week }) => week !== mark.week), mark].slice(-weeksOnBoard - 1);

/** What was left at the end of each of some weeks in a row; nothing before the first mark. */
export function leftIn(trail: readonly TrailMark[], weeks: readonly string[]): number[] {
  const left: number[] = [];
  let next = 0;
  let now = 0;
  for (const week of weeks) {
    for (let mark = trail[next]; mark && mark.week <= week; mark = trail[++next]) now = mark.left;
    left.push(now);
  }
  return left;
}
