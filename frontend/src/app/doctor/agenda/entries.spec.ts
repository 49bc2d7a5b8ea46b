import { describe, expect, it } from 'vitest';
import type { ExceptionOut, SlotOut } from '../../api/models';
import type { Appointment, AppointmentStatus } from '../../core/models';
import { absenceEntries, freeEntries, visitEntries } from './entries';

const visit = (status: AppointmentStatus): Appointment =>
  ({
    id: 7,
    status,
    patient: { id: 1, name: 'Ada Martin' },
    start_time: '2026-11-24T08:00:00Z',
    end_time: '2026-11-24T08:30:00Z',
  }) as Appointment;

describe('agenda entries', () => {
  it('shows the visits that take time, and says which are not confirmed', () => {
    const entries = visitEntries(
      [visit('pending'), visit('confirmed'), visit('completed'), visit('cancelled')],
      (status) => status,
    );

    expect(entries.map((entry) => [entry.kind, entry.title])).toEqual([
      ['pending', 'Ada Martin · pending'],
      ['confirmed', 'Ada Martin'],
      ['over', 'Ada Martin · completed'],
    ]);
  });

  it('leaves out requests without a time', () => {
    const waiting = { ...visit('pending'), start_time: null, requested_start: null };

    expect(visitEntries([waiting as Appointment], (status) => status)).toEqual([]);
  });

  it('shows free places only', () => {
    const slots = [
      { id: 1, remaining: 1, start_time: 'a', end_time: 'b' },
      { id: 2, remaining: 0, start_time: 'c', end_time: 'd' },
    ] as SlotOut[];

    expect(freeEntries(slots).map((entry) => entry.id)).toEqual(['slot-1']);
  });

  it('shows single absences', () => {
    const absences = [
      { id: 1, is_recurring: false, start_datetime: 'a', end_datetime: 'b', reason: 'Congrès' },
      { id: 2, is_recurring: true, start_datetime: 'c', end_datetime: 'd', reason: '' },
    ] as ExceptionOut[];

    expect(absenceEntries(absences).map((entry) => entry.title)).toEqual(['Congrès']);
  });
});
