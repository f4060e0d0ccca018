/** The words of the interface: catalogues through i18next, dates and numbers through Intl. */
import i18next from 'i18next';
import { calendarDay, isCalendarDay } from '../shared/calendar.ts';
import { isolate } from '../shared/direction.ts';
import en from './locales/en.json' with { type: 'json' };
import type exchange from './locales/exchange.en.json';
import type pages from './locales/pages.en.json';
import type refusals from './locales/refusals.en.json';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: {
      translation: typeof en & typeof pages;
      exchange: typeof exchange;
      refusals: typeof refusals;
    };
  }
}

/** The languages the interface speaks, each in its own name. */
export const languages = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof languages;

const kept = 'muster:language';

function preferred(): Language {
  const wishes = [localStorage.getItem(kept) ?? '', ...navigator.languages];
  return (wishes.map((wish) => wish.slice(0, 2)).find((wish) => wish in languages) ??
    'en') as Language;
}

export const language = preferred();

/** Loads the catalogue and sets the page's language and direction; before anything is drawn. */
export async function loadWords(): Promise<void> {
  const resources = {
    en: { translation: en },
    ...(language === 'de' && {
      de: { translation: (await import('./locales/de.json', { with: { type: 'json' } })).default },
    }),
  };
  await i18next.init({
    lng: language,
    showSupportNotice: false,
    fallbackLng: 'en',
    resources,
    // A name or title of another direction turns nothing around it.
    interpolation: { escapeValue: true, escape: isolate },
  });
  document.documentElement.lang = language;
  document.documentElement.dir = i18next.dir(language);
}

/** Adds the words of what is fetched when it is first wanted (ui/lazy.tsx); the first page comes without them. */
export async function loadPageWords(): Promise<void> {
  const { default: words } = await (language === 'de'
    ? import('./locales/pages.de.json', { with: { type: 'json' } })
    : import('./locales/pages.en.json', { with: { type: 'json' } }));
  i18next.addResourceBundle(language, 'translation', words, true);
}

export const t = i18next.t;

/** Keeps the choice and starts the page again in it. */
export function speak(next: Language): void {
  localStorage.setItem(kept, next);
  location.reload();
}

/** The reader's own way of writing dates and numbers, where it is of the same language. */
export const locale = navigator.languages.find((wish) => wish.startsWith(language)) ?? language;

const dateStyle = { day: 'numeric', month: 'short', year: 'numeric' } as const;
const date = new Intl.DateTimeFormat(locale, dateStyle);
const calendarDate = new Intl.DateTimeFormat(locale, { ...dateStyle, timeZone: 'UTC' });
const names = new Intl.DisplayNames(language, { type: 'region' });
const tongues = new Intl.DisplayNames(language, { type: 'language' });
const day = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' });
const dayAndYear = new Intl.DateTimeFormat(locale, {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});
const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
const short = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' });
const whole = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' });
const ago = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
const count = new Intl.NumberFormat(locale);

export const countryName = (code: string) => names.of(code) ?? code;
/** The name of a language; of what is no tag, the tag itself. */
export function languageName(tag: string): string {
  try {
    return tongues.of(tag) ?? tag;
  } catch {
    return tag;
  }
}
export const formatNumber = (value: number) => count.format(value);
/** A count of which only the first hundred is known. */
export const few = (value: number) => (value > 99 ? `${formatNumber(99)}+` : formatNumber(value));
/** The date of a time where the reader is; a calendar day is the same day for everybody. */
export const formatDate = (iso: string) =>
  isCalendarDay(iso) ? calendarDate.format(new Date(iso)) : date.format(new Date(iso));
export const formatClock = (iso: string) => clock.format(new Date(iso));
export const formatWhole = (iso: string) => whole.format(new Date(iso));

export function formatDay(iso: string): string {
  const date = new Date(iso);
  return (date.getFullYear() === new Date().getFullYear() ? day : dayAndYear).format(date);
}

/** The clock for today, the date for earlier days. */
export function formatBrief(iso: string): string {
  const date = new Date(iso);
  return date.toDateString() === new Date().toDateString()
    ? clock.format(date)
    : short.format(date);
}

const steps: [number, Intl.RelativeTimeFormatUnit][] = [
  [60, 'second'],
  [60, 'minute'],
  [24, 'hour'],
  [7, 'day'],
  [4.35, 'week'],
  [12, 'month'],
];

/** How long ago, for tooltips; a calendar day by the days between. */
export function formatAgo(iso: string): string {
  if (isCalendarDay(iso)) {
    const days = (Date.parse(iso) - Date.parse(calendarDay(new Date()))) / 86_400_000;
    return ago.format(days, 'day');
  }
  let value = (Date.parse(iso) - Date.now()) / 1000;
  for (const [size, unit] of steps) {
    if (Math.abs(value) < size) return ago.format(Math.round(value), unit);
    value /= size;
  }
  return ago.format(Math.round(value), 'year');
}
