import { inject } from '@angular/core';
import type { ExceptionOut } from '../../api/models';
import { addDays, noon } from '../../core/i18n/dates';
import { Formats } from '../../core/i18n/formats';
import { I18n } from '../../core/i18n/i18n';

/** The first and the last of whole days, from two times on the doctor's clock. */
export function wholeDays(start: string, end: string): { first: string; last: string } | null {
  const midnight = (local: string) => local.endsWith('T00:00');
  return midnight(start) && midnight(end) && start < end
    ? { first: start.slice(0, 10), last: addDays(end.slice(0, 10), -1) }
    : null;
}

/** When an absence is: « du lundi 21 au vendredi 25 décembre », « chaque mardi, de 9 h à 12 h ». */
export function injectAbsencePeriod(): (absence: ExceptionOut) => string {
  const i18n = inject(I18n);
  const formats = inject(Formats);

  const days = (first: string, last: string) => {
    const [from, to] = [noon(first), noon(last)];
    if (first === last) {
      return i18n.t('doctor.absences.wholeDay', { day: formats.day(from) });
    }
    const number = Number(first.slice(8));
    const ordinal = number === 1 && i18n.language() === 'fr' ? '1er' : number;
    return i18n.t('doctor.absences.span', {
      // The month is said once.
      from:
        first.slice(0, 7) === last.slice(0, 7)
          ? `${formats.weekday(from)} ${ordinal}`
          : formats.day(from),
      to: formats.day(to),
    });
  };

  return ({ start_datetime: start, end_datetime: end, is_recurring }) => {
    const sameDay = formats.dayKey(start) === formats.dayKey(end);
    const times = { from: formats.time(start), to: formats.time(end) };
    if (is_recurring) {
      return i18n.t(sameDay ? 'doctor.absences.everyDay' : 'doctor.absences.everySpan', {
        day: formats.weekday(start),
        ...(sameDay ? {} : { last: formats.weekday(end) }),
        ...times,
      });
    }
    if (sameDay) {
      return i18n.t('doctor.absences.onDay', { day: formats.day(start), ...times });
    }
    const whole = wholeDays(formats.local(start), formats.local(end));
    return whole
      ? days(whole.first, whole.last)
      : i18n.t('doctor.absences.span', {
          from: formats.dateTime(start),
          to: formats.dateTime(end),
        });
  };
}
