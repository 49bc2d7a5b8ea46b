import { formatTime, formatWeekday, NBSP } from '../core/i18n/dates';
import type { Language } from '../core/i18n/i18n';
import { type Hours, readSchedule } from './schedule-text';

/** « lundi – jeudi » and « 9 h – 12 h, 14 h – 18 h » */
export interface ScheduleLine {
  days: string;
  times: string;
}

/**
 * A doctor's hours as the language writes them, days with the same times together. Null when the
 * text is not understood: it is then shown as it is.
 */
export function scheduleLines(text: string, language: Language): ScheduleLine[] | null {
  const hours = readSchedule(text);
  if (!hours) {
    return null;
  }
  const groups = new Map<string, number[]>();
  for (const day of new Set(hours.map((one) => one.day))) {
    const periods = hours.filter((one) => one.day === day);
    const times = periods.map((one) => period(one, language)).join(', ');
    groups.set(times, [...(groups.get(times) ?? []), day]);
  }
  return [...groups].map(([times, days]) => ({ days: daysIn(days, language), times }));
}

function period({ start, end }: Hours, language: Language): string {
  const [from, to] = [start, end].map((time) => formatTime(`2024-01-01T${time}Z`, language, 'UTC'));
  return `${from}${NBSP}– ${to}`;
}

function daysIn(days: readonly number[], language: Language): string {
  // The first of January 2024 was a Monday.
  const name = (day: number) => formatWeekday(`2024-01-0${day + 1}`, language, 'UTC');
  return runs(days)
    .map(({ first, last }) => (first === last ? name(first) : `${name(first)} – ${name(last)}`))
    .join(', ');
}

function runs(days: readonly number[]): { first: number; last: number }[] {
  const found: { first: number; last: number }[] = [];
  for (const day of days) {
    const run = found.at(-1);
    if (run?.last === day - 1) {
      run.last = day;
    } else {
      found.push({ first: day, last: day });
    }
  }
  return found;
}
