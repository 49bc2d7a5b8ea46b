import type { Appointment } from '../core/models';

/** When it takes place, or for a request without a slot, when it was asked for. */
export function startOf(appointment: Appointment): string | null {
  return appointment.start_time ?? appointment.requested_start;
}

export function endOf(appointment: Appointment): string | null {
  return appointment.end_time ?? appointment.requested_end;
}

const OPEN = new Set(['pending', 'confirmed']);

/** Still to come: pending or confirmed, and not over yet. */
export function isUpcoming(appointment: Appointment, now: number = Date.now()): boolean {
  const end = endOf(appointment) ?? startOf(appointment);
  return OPEN.has(appointment.status) && (end === null || Date.parse(end) > now);
}

/** Until when a confirmed appointment at `start` may be moved or cancelled online. */
export function onlineUntil(start: string, noticeMinutes: number): Date {
  return new Date(Date.parse(start) - noticeMinutes * 60_000);
}

export function byStart(one: Appointment, other: Appointment): number {
  return Date.parse(startOf(one) ?? '') - Date.parse(startOf(other) ?? '') || one.id - other.id;
}
