import type { ExceptionOut, SlotOut } from '../../api/models';
import { endOf, startOf } from '../../booking/appointment-times';
import type { Appointment, AppointmentStatus } from '../../core/models';
import type { AgendaEntry } from '../../ui/agenda-calendar';

const KINDS: Partial<Record<AppointmentStatus, AgendaEntry['kind']>> = {
  pending: 'pending',
  confirmed: 'confirmed',
  completed: 'over',
  no_show: 'over',
};

/** Appointments that take, or took, the doctor's time. Cancelled and declined ones do not. */
export function visitEntries(
  visits: readonly Appointment[],
  statusWord: (status: AppointmentStatus) => string,
): AgendaEntry[] {
  return visits.flatMap((visit) => {
    const kind = KINDS[visit.status];
    const start = startOf(visit);
    const end = endOf(visit);
    if (!kind || !start || !end) {
      return [];
    }
    const words = visit.status === 'confirmed' ? '' : ` · ${statusWord(visit.status)}`;
    return [{ id: String(visit.id), title: `${visit.patient.name}${words}`, start, end, kind }];
  });
}

/** Free places, as a light background. */
export function freeEntries(slots: readonly SlotOut[]): AgendaEntry[] {
  return slots
    .filter((slot) => slot.remaining > 0)
    .map((slot) => ({
      id: `slot-${slot.id}`,
      title: '',
      start: slot.start_time,
      end: slot.end_time,
      kind: 'free',
    }));
}

/** Single absences, as background; weekly ones show by their missing slots. */
export function absenceEntries(absences: readonly ExceptionOut[]): AgendaEntry[] {
  return absences
    .filter((absence) => !absence.is_recurring)
    .map((absence) => ({
      id: `absence-${absence.id}`,
      title: absence.reason ?? '',
      start: absence.start_datetime,
      end: absence.end_datetime,
      kind: 'absence',
    }));
}
