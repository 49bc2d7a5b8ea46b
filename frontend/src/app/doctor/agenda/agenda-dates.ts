import {
  addDays,
  dayKey,
  formatLongDate,
  formatWeekday,
  localTime,
  noon,
} from '../../core/i18n/dates';
import type { Language } from '../../core/i18n/i18n';
import type { AgendaEntry } from '../../ui/agenda-entry';
import type { AgendaView } from './agenda-url';

/** Calendar days, `until` not included. */
export interface DayRange {
  first: string;
  until: string;
}

/** Whole hours of the day; 24 is its end. */
export interface HourRange {
  from: number;
  until: number;
}

const USUAL: HourRange = { from: 8, until: 19 };

/** Monday is 0. */
export function weekdayOf(day: string): number {
  return (noon(day).getUTCDay() + 6) % 7;
}

export function rangeOf(view: AgendaView, day: string): DayRange {
  if (view === 'day') {
    return { first: day, until: addDays(day, 1) };
  }
  // The list begins with the day itself: what is over does not stand before what comes.
  const first = view === 'list' ? day : addDays(day, -weekdayOf(day));
  return { first, until: addDays(first, 7) };
}

export function step(view: AgendaView, day: string, count: -1 | 1): string {
  return addDays(day, count * (view === 'day' ? 1 : 7));
}

/** « 16–22 novembre 2026 », « samedi 21 novembre 2026 » */
export function rangeTitle({ first, until }: DayRange, language: Language): string {
  const last = addDays(until, -1);
  if (first === last) {
    const day = noon(first);
    return `${formatWeekday(day, language, 'UTC')} ${formatLongDate(day, language, 'UTC')}`;
  }
  return new Intl.DateTimeFormat(language === 'fr' ? 'fr-FR' : 'en-GB', {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  }).formatRange(noon(first), noon(last));
}

export function touches(entry: AgendaEntry, { first, until }: DayRange, zone: string): boolean {
  return localTime(entry.end, zone) > `${first}T00:00` && dayKey(entry.start, zone) < until;
}

/** Sunday takes room only when it is asked for or something is on it. An absence is not. */
export function showsSunday(day: string, entries: readonly AgendaEntry[], zone: string): boolean {
  const sunday = addDays(rangeOf('week', day).first, 6);
  const range = { first: sunday, until: addDays(sunday, 1) };
  return (
    day === sunday ||
    entries.some((entry) => entry.kind !== 'absence' && touches(entry, range, zone))
  );
}

/** The usual hours, stretched to whatever lies outside. Absences may last for days: they do not. */
export function hourRange(
  entries: readonly AgendaEntry[],
  range: DayRange,
  zone: string,
): HourRange {
  return entries
    .filter((entry) => entry.kind !== 'absence' && touches(entry, range, zone))
    .reduce((hours, entry) => {
      const [start, end] = [localTime(entry.start, zone), localTime(entry.end, zone)];
      if (start.slice(0, 10) !== end.slice(0, 10)) {
        // Over midnight; when it ends there, the next day has nothing of it.
        return {
          from: end.endsWith('T00:00') ? Math.min(hours.from, hourOf(start)) : 0,
          until: 24,
        };
      }
      return {
        from: Math.min(hours.from, hourOf(start)),
        until: Math.max(hours.until, hourOf(end) + (end.endsWith(':00') ? 0 : 1)),
      };
    }, USUAL);
}

function hourOf(local: string): number {
  return Number(local.slice(11, 13));
}
