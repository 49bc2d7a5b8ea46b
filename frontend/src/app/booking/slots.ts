import { addDays, dayKey, hourIn } from '../core/i18n/dates';
import type { DirectorySlot, Mode, SlotMode } from '../core/models';

export interface DaySlots<S> {
  /** `2026-11-24` in the clinic's time zone */
  day: string;
  slots: S[];
}

interface Timed {
  id: number;
  start: string;
}

export function fits(slot: { mode: SlotMode }, mode: Mode | ''): boolean {
  return !mode || slot.mode === 'both' || slot.mode === mode;
}

/** One entry a day for `count` days from `first`, also for days without a slot. */
export function byDay<S extends Timed>(
  slots: readonly S[],
  first: string,
  count: number,
  zone: string,
): DaySlots<S>[] {
  const days = Array.from({ length: count }, (_, index) => addDays(first, index));
  const found = new Map<string, S[]>(days.map((day) => [day, []]));
  for (const slot of slots) {
    found.get(dayKey(slot.start, zone))?.push(slot);
  }
  return days.map((day) => ({ day, slots: sorted(found.get(day) ?? []) }));
}

export function isMorning(slot: { start: string }, zone: string): boolean {
  return hourIn(slot.start, zone) < 12;
}

/** The free slots nearest in time to one that was lost, best first. */
export function nearest<S extends Timed>(slots: readonly S[], lost: Timed, count = 3): S[] {
  const target = Date.parse(lost.start);
  return slots
    .filter((slot) => slot.id !== lost.id)
    .sort(
      (one, other) =>
        Math.abs(Date.parse(one.start) - target) - Math.abs(Date.parse(other.start) - target) ||
        Date.parse(one.start) - Date.parse(other.start),
    )
    .slice(0, count);
}

/** The first slot on a day after `day`, where « prochain créneau » jumps to. */
export function firstAfter<S extends Timed>(
  slots: readonly S[],
  day: string,
  zone: string,
): S | undefined {
  return sorted(slots).find((slot) => dayKey(slot.start, zone) > day);
}

export interface SlotChange {
  id: number;
  start: string;
  end: string;
  remaining: number;
  is_open: boolean;
}

/** A slot frame of the calendar socket applied to a list of free slots. */
export function applyChange(
  slots: readonly DirectorySlot[],
  change: SlotChange,
  fallback: Partial<DirectorySlot> = {},
): DirectorySlot[] {
  const free = change.is_open && change.remaining > 0;
  const known = slots.find((slot) => slot.id === change.id);
  const others = slots.filter((slot) => slot.id !== change.id);
  if (!free) {
    return others;
  }
  const { id, start, end, remaining } = change;
  return sorted([
    ...others,
    { mode: 'both' as const, ...fallback, ...known, id, start, end, remaining },
  ]);
}

function sorted<S extends Timed>(slots: readonly S[]): S[] {
  return [...slots].sort(
    (one, other) => Date.parse(one.start) - Date.parse(other.start) || one.id - other.id,
  );
}
