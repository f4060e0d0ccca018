/** Calendar days as people type and read them, each in their own way of writing dates. */

const parts = ['day', 'month', 'year'] as const;
type Part = (typeof parts)[number];
const isPart = (type: string): type is Part => (parts as readonly string[]).includes(type);

const written = /^(\d{1,4}) ?([./-]) ?(\d{1,2}) ?\2 ?(\d{1,4})$/;

/** The calendar day of three numbers; null when there is none. */
function dayOf(year: string, month: string, day: string): string | null {
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const date = new Date(`${iso}T00:00:00Z`);
  return Number.isNaN(date.getTime()) || !date.toISOString().startsWith(iso) ? null : iso;
}

/** @param locale whose way of writing dates is meant (BCP 47) */
export function dayTexts(locale: string) {
  const format = new Intl.DateTimeFormat(`${locale}-u-ca-gregory-nu-latn`, {
    ...{ day: '2-digit', month: '2-digit', year: 'numeric' },
    timeZone: 'UTC',
  });
  const sample = format.formatToParts(0);
  const order = sample.map(({ type }) => type).filter(isPart);
  const monthFirst = order.indexOf('month') < order.indexOf('day');

  return {
    /** `2026-11-30` as 30/11/2026. */
    write: (day: string): string => format.format(new Date(day)),

    /** The calendar day that is meant; null when it is none. A year has four digits, for two would be any century. */
    read(text: string): string | null {
      const [, first = '', sign, second = '', last = ''] = written.exec(text.trim()) ?? [];
      if (first.length === 4) return dayOf(first, second, last);
      if (last.length !== 4) return null;
      return sign !== '.' && monthFirst ? dayOf(last, first, second) : dayOf(last, second, first);
    },

    /** How a day is written, as DD/MM/YYYY. */
    pattern: (letters: Record<Part, string>): string =>
      sample.map(({ type, value }) => (isPart(type) ? letters[type] : value)).join(''),
  };
}
