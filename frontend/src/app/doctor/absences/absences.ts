import { maxLength, required, schema, validate } from '@angular/forms/signals';
import type { ExceptionOut, ExceptionRequest, ExceptionTypeEnum } from '../../api/models';
import { endOf, startOf } from '../../booking/appointment-times';
import type { Appointment } from '../../core/models';

const WEEK_MS = 7 * 24 * 3600 * 1000;
/** A weekly absence is looked at this far ahead. */
export const WEEKS_AHEAD = 12;

export interface AbsenceForm {
  start: string;
  end: string;
  kind: ExceptionTypeEnum;
  reason: string;
  weekly: boolean;
}

export const kinds: readonly ExceptionTypeEnum[] = [
  'unavailable',
  'vacation',
  'formation',
  'busy',
  'emergency',
];

export const absenceSchema = schema<AbsenceForm>((path) => {
  required(path.start);
  required(path.end);
  validate(path.end, ({ value, valueOf }) =>
    value() !== '' && value() <= valueOf(path.start)
      ? { kind: 'order', message: 'doctor.absences.endAfterStart' }
      : undefined,
  );
  validate(path.end, ({ value, valueOf }) =>
    valueOf(path.weekly) && asUtc(value()) - asUtc(valueOf(path.start)) > WEEK_MS
      ? { kind: 'week', message: 'doctor.absences.weekAtMost' }
      : undefined,
  );
  maxLength(path.reason, 200, { message: 'validation.tooLong' });
});

/** The server reads times without a zone by the doctor's clock. */
export function toApi(form: AbsenceForm): ExceptionRequest {
  return {
    start_datetime: form.start,
    end_datetime: form.end,
    exception_type: form.kind,
    reason: form.reason.trim(),
    is_recurring: form.weekly,
  };
}

export function split(
  absences: readonly ExceptionOut[],
  now: number = Date.now(),
): { upcoming: ExceptionOut[]; past: ExceptionOut[] } {
  const sorted = [...absences].sort(
    (one, other) => Date.parse(one.start_datetime) - Date.parse(other.start_datetime),
  );
  const open = (absence: ExceptionOut) =>
    absence.is_recurring === true || Date.parse(absence.end_datetime) > now;
  return { upcoming: sorted.filter(open), past: sorted.filter((one) => !open(one)).reverse() };
}

/** Appointments that would fall into the absence; `local` tells the doctor's clock. */
export function affected(
  appointments: readonly Appointment[],
  form: AbsenceForm,
  local: (instant: string) => string,
): Appointment[] {
  const from = asUtc(form.start);
  const length = asUtc(form.end) - from;
  return appointments.filter((appointment) => {
    const start = startOf(appointment);
    const end = endOf(appointment);
    if (!start || !end || !['pending', 'confirmed'].includes(appointment.status)) {
      return false;
    }
    // Wall-clock times compared as if they were UTC: a week is a week whatever the clocks do.
    const first = asUtc(local(start)) - from;
    const last = asUtc(local(end)) - from;
    const weeks = form.weekly ? Math.max(0, Math.floor(first / WEEK_MS)) : 0;
    return [weeks, ...(form.weekly ? [weeks + 1] : [])].some(
      (week) => first < week * WEEK_MS + length && last > week * WEEK_MS,
    );
  });
}

function asUtc(local: string): number {
  return Date.parse(`${local}Z`);
}
