import type { Language } from './i18n';

/** No-break space: keeps « 9 h 30 » and « 35,00 € » on one line. */
export const NBSP = '\u00a0';

const locales: Record<Language, string> = { fr: 'fr-FR', en: 'en-GB' };
const formats = new Map<string, Intl.DateTimeFormat>();

function format(language: Language, zone: string, options: Intl.DateTimeFormatOptions) {
  const key = JSON.stringify([language, zone, options]);
  let found = formats.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(locales[language], { ...options, timeZone: zone });
    formats.set(key, found);
  }
  return found;
}

/** « 9 h 30 », « 14 h » in French; “9:30 am” in English. */
export function formatTime(instant: string | Date, language: Language, zone: string): string {
  const parts = format(language, zone, {
    hour: 'numeric',
    minute: '2-digit',
    hour12: language === 'en',
  }).formatToParts(new Date(instant));
  const part = (type: string) => parts.find((item) => item.type === type)?.value ?? '';
  if (language === 'en') {
    return `${part('hour')}:${part('minute')}${NBSP}${part('dayPeriod').toLowerCase()}`;
  }
  const hour = String(Number(part('hour')));
  const minute = part('minute');
  return minute === '00' ? `${hour}${NBSP}h` : `${hour}${NBSP}h${NBSP}${minute}`;
}

/** « mardi 24 novembre », with the year when it is not the current one. */
export function formatDay(
  instant: string | Date,
  language: Language,
  zone: string,
  now: Date = new Date(),
): string {
  const date = new Date(instant);
  const sameYear = dayKey(date, zone).slice(0, 4) === dayKey(now, zone).slice(0, 4);
  const text = format(language, zone, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(sameYear ? {} : { year: 'numeric' }),
  }).format(date);
  return (language === 'fr' ? text.replace(/\b1 (?=\p{L})/u, '1er ') : text).replace(
    /(\d+(?:er)?) (?=\p{L})/u,
    `$1${NBSP}`,
  );
}

/** « mardi 24 novembre à 9 h 30 » */
export function formatDateTime(
  instant: string | Date,
  language: Language,
  zone: string,
  now: Date = new Date(),
): string {
  const joiner = language === 'fr' ? 'à' : 'at';
  return `${formatDay(instant, language, zone, now)} ${joiner}${NBSP}${formatTime(instant, language, zone)}`;
}

/** « 24 nov. » for narrow column heads. */
export function formatShortDay(instant: string | Date, language: Language, zone: string): string {
  return format(language, zone, { day: 'numeric', month: 'short' }).format(new Date(instant));
}

export function formatWeekday(
  instant: string | Date,
  language: Language,
  zone: string,
  width: 'long' | 'short' = 'long',
): string {
  return format(language, zone, { weekday: width }).format(new Date(instant));
}

export function formatLongDate(instant: string | Date, language: Language, zone: string): string {
  return format(language, zone, { day: 'numeric', month: 'long', year: 'numeric' }).format(
    new Date(instant),
  );
}

/** « 35,00 € », “€35.00” */
export function formatMoney(amount: string | number, currency: string, language: Language): string {
  return new Intl.NumberFormat(locales[language], { style: 'currency', currency })
    .format(Number(amount))
    .replace(/\u202f/g, NBSP);
}

/** The calendar day of an instant in a time zone, `2026-11-24`: sortable, comparable. */
export function dayKey(instant: string | Date, zone: string): string {
  const parts = format('en', zone, {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(new Date(instant));
  const part = (type: string) => parts.find((item) => item.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}

export function hourIn(instant: string | Date, zone: string): number {
  const parts = format('en', zone, { hour: '2-digit', hourCycle: 'h23' }).formatToParts(
    new Date(instant),
  );
  return Number(parts.find((item) => item.type === 'hour')?.value ?? 0);
}

/** Adds days to a calendar day without going through a time zone. */
export function addDays(day: string, count: number): string {
  const date = new Date(`${day}T12:00:00Z`);
  date.setUTCDate(date.getUTCDate() + count);
  return date.toISOString().slice(0, 10);
}

/** Noon UTC of a calendar day: safe to format in any zone from -11 to +11. */
export function noon(day: string): Date {
  return new Date(`${day}T12:00:00Z`);
}

/** `2026-11-24T09:00` on the clock of a zone, as date-time inputs write it. */
export function localTime(instant: string | Date, zone: string): string {
  const date = new Date(instant);
  const parts = format('en', zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return `${dayKey(date, zone)}T${parts.format(date)}`;
}

/**
 * When clocks in a zone show `2026-11-24T09:00`. Of an hour that happens twice it is the first;
 * one that is skipped in spring counts on from before the jump.
 */
export function instantOf(local: string, zone: string): Date {
  const asUtc = Date.parse(`${local}Z`);
  const behind = (instant: number) =>
    Date.parse(`${localTime(new Date(instant), zone)}Z`) - instant;
  const day = 86_400_000;
  const candidates = [behind(asUtc - day), behind(asUtc + day)].map((offset) => asUtc - offset);
  const found = candidates.filter((instant) => instant + behind(instant) === asUtc);
  return new Date(found.length > 0 ? Math.min(...found) : Math.max(...candidates));
}
