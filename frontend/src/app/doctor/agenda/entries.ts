import type { ExceptionOut, SlotOut } from '../../api/models';
import { endOf, isUpcoming, startOf } from '../../booking/appointment-times';
import { addDays, instantOf, localTime, noon } from '../../core/i18n/dates';
import type { Appointment, AppointmentStatus } from '../../core/models';
import type { AgendaEntry, EntryKind } from '../../ui/agenda-entry';
import type { DayRange } from './agenda-dates';

const KIND_OF: Partial<Record<AppointmentStatus, EntryKind>> = {
  pending: 'pending',
  confirmed: 'confirmed',
  completed: 'over',
  no_show: 'over',
};

/** Appointments that take, or took, the doctor's time. Cancelled and declined ones do not. */
export function appointmentEntries(
  appointments: readonly Appointment[],
  statusWord: (status: AppointmentStatus) => string,
  now: number = Date.now(),
): AgendaEntry[] {
  return appointments.flatMap((appointment) => {
    const kind = KIND_OF[appointment.status];
    const start = startOf(appointment);
    const end = endOf(appointment);
    if (!kind || !start || !end) {
      return [];
    }
    return [
      {
        id: `appointment-${appointment.id}`,
        title: appointment.patient.name,
        note: statusWord(appointment.status),
        start,
        end,
        kind,
        movable: isMovable(appointment, now),
        video: appointment.consultation_mode === 'distanciel',
        status: appointment.status,
      },
    ];
  });
}

/** Times that patients propose for what is confirmed: they are kept until the doctor answers. */
export function proposalEntries(appointments: readonly Appointment[], word: string): AgendaEntry[] {
  return appointments.flatMap((appointment) => {
    const { proposal } = appointment;
    if (!proposal || proposal.start_time === appointment.start_time) {
      return [];
    }
    return [
      {
        id: `appointment-${appointment.id}-proposed`,
        title: appointment.patient.name,
        note: word,
        start: proposal.start_time,
        end: proposal.end_time,
        kind: 'pending' as const,
        movable: false,
        video: proposal.consultation_mode === 'distanciel',
        status: 'pending' as const,
      },
    ];
  });
}

/** An appointment to come, which the server lets this doctor move. */
export function isMovable(appointment: Appointment, now: number = Date.now()): boolean {
  const start = startOf(appointment);
  return (
    isUpcoming(appointment, now) &&
    start !== null &&
    Date.parse(start) > now &&
    appointment.transitions.includes('reschedule')
  );
}

/** Places that can still be booked. */
export function freeEntries(
  slots: readonly SlotOut[],
  word: string,
  now: number = Date.now(),
): AgendaEntry[] {
  return slots
    .filter((slot) => slot.remaining > 0 && slot.is_open && Date.parse(slot.start_time) > now)
    .map((slot) => ({
      id: `slot-${slot.id}`,
      title: word,
      note: '',
      start: slot.start_time,
      end: slot.end_time,
      kind: 'free',
      movable: false,
      video: slot.mode === 'distanciel',
      status: null,
    }));
}

/** Absences in a range of days; a weekly one every week, by the doctor's clock. */
export function absenceEntries(
  absences: readonly ExceptionOut[],
  range: DayRange,
  zone: string,
  words: { absent: string; weekly: string },
): AgendaEntry[] {
  return absences.flatMap((absence) => {
    const times = absence.is_recurring
      ? weekly(absence, range, zone)
      : [{ start: absence.start_datetime, end: absence.end_datetime }];
    return times.map(({ start, end }) => ({
      id: `absence-${absence.id}${absence.is_recurring ? `-${start.slice(0, 10)}` : ''}`,
      title: absence.reason || words.absent,
      note: absence.is_recurring ? words.weekly : '',
      start,
      end,
      kind: 'absence' as const,
      movable: false,
      video: false,
      status: null,
    }));
  });
}

function weekly(absence: ExceptionOut, range: DayRange, zone: string) {
  const start = localTime(absence.start_datetime, zone);
  const end = localTime(absence.end_datetime, zone);
  const shift = (local: string, weeks: number) =>
    `${addDays(local.slice(0, 10), 7 * weeks)}${local.slice(10)}`;
  const weeksUntil = (day: string) =>
    Math.floor((noon(day).getTime() - noon(start.slice(0, 10)).getTime()) / (7 * 86_400_000));
  // It lasts a week at most, so one that began the week before may still reach into the range.
  const [first, last] = [Math.max(0, weeksUntil(range.first) - 1), weeksUntil(range.until)];
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index)
    .map((weeks) => ({ start: shift(start, weeks), end: shift(end, weeks) }))
    .filter((one) => one.end > `${range.first}T00:00` && one.start < `${range.until}T00:00`)
    .map((one) => ({
      start: instantOf(one.start, zone).toISOString(),
      end: instantOf(one.end, zone).toISOString(),
    }));
}
