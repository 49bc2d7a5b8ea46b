import { fits } from '../../booking/slots';
import type { SlotOut } from '../../api/models';
import type { Appointment } from '../../core/models';

export type Drop =
  | { slot: SlotOut }
  /** It fell where it was. */
  | { same: true }
  /** Why it cannot go there; the name of a sentence. */
  | { refused: 'past' | 'noSlot' | 'full' | 'mode' };

/**
 * The slot that an appointment is dropped on. Slots have their own beginnings and lengths, so it is the
 * one that shares most time with where the appointment fell: at least half of the shorter of the two.
 */
export function dropTarget(
  appointment: Appointment,
  start: string,
  slots: readonly SlotOut[],
  now: number = Date.now(),
): Drop {
  const from = Date.parse(start);
  const length = Date.parse(appointment.end_time ?? '') - Date.parse(appointment.start_time ?? '');
  const [target] = slots
    .map((slot) => ({ slot, ...shared(slot, from, from + length) }))
    .filter(({ share }) => share >= 0.5)
    .sort((one, other) => other.time - one.time || begins(one.slot) - begins(other.slot));
  if (target && target.slot.id === appointment.slot?.id) {
    return { same: true };
  }
  if ((target ? begins(target.slot) : from) <= now) {
    return { refused: 'past' };
  }
  if (!target?.slot.is_open) {
    return { refused: 'noSlot' };
  }
  if (target.slot.remaining < 1) {
    return { refused: 'full' };
  }
  return fits(target.slot, appointment.consultation_mode)
    ? { slot: target.slot }
    : { refused: 'mode' };
}

function begins(slot: SlotOut): number {
  return Date.parse(slot.start_time);
}

function shared(slot: SlotOut, from: number, until: number) {
  const [start, end] = [Date.parse(slot.start_time), Date.parse(slot.end_time)];
  const time = Math.max(0, Math.min(end, until) - Math.max(start, from));
  return { time, share: time / Math.min(end - start, until - from) };
}
