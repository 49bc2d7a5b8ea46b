import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { form } from '@angular/forms/signals';
import type { Appointment } from '../../core/models';
import { type AbsenceForm, absenceSchema, affected, split, toApi } from './absences';

const leave: AbsenceForm = {
  start: '2026-11-24T08:00',
  end: '2026-11-24T12:00',
  kind: 'vacation',
  reason: ' Congés ',
  weekly: false,
};
const at = (start: string, end: string, status = 'confirmed') =>
  ({ start_time: start, end_time: end, status }) as Appointment;
// Paris in winter
const local = (instant: string) =>
  new Date(Date.parse(instant) + 3_600_000).toISOString().slice(0, 16);

describe('absences', () => {
  it('are sent by the doctor’s clock, without a zone', () => {
    expect(toApi(leave)).toMatchObject({ start_datetime: '2026-11-24T08:00', reason: 'Congés' });
  });

  it('are split into those to come, with the weekly ones, and those over', () => {
    const rows = [
      { id: 1, start_datetime: '2026-01-01T08:00:00Z', end_datetime: '2026-01-02T08:00:00Z' },
      {
        id: 2,
        start_datetime: '2026-01-05T08:00:00Z',
        end_datetime: '2026-01-05T12:00:00Z',
        is_recurring: true,
      },
      { id: 3, start_datetime: '2026-12-01T08:00:00Z', end_datetime: '2026-12-02T08:00:00Z' },
    ];
    const { upcoming, past } = split(rows, Date.parse('2026-11-21T00:00:00Z'));
    expect(upcoming.map(({ id }) => id)).toEqual([2, 3]);
    expect(past.map(({ id }) => id)).toEqual([1]);
  });

  it('touch the appointments they overlap, not their neighbours', () => {
    const inside = at('2026-11-24T10:30:00Z', '2026-11-24T11:00:00Z');
    const after = at('2026-11-24T11:00:00Z', '2026-11-24T11:30:00Z');
    const gone = at('2026-11-24T08:00:00Z', '2026-11-24T08:30:00Z', 'cancelled');
    expect(affected([inside, after, gone], leave, local)).toEqual([inside]);
  });

  it('come back every week when they are weekly', () => {
    const later = at('2026-12-08T07:30:00Z', '2026-12-08T08:00:00Z');
    const before = at('2026-11-17T07:30:00Z', '2026-11-17T08:00:00Z');
    expect(affected([later, before], leave, local)).toEqual([]);
    expect(affected([later, before], { ...leave, weekly: true }, local)).toEqual([later]);
  });

  it('must end after they begin, and weekly ones within a week', () => {
    const check = (values: Partial<AbsenceForm>) =>
      TestBed.runInInjectionContext(() =>
        form(signal<AbsenceForm>({ ...leave, ...values }), absenceSchema),
      );
    expect(check({})().valid()).toBe(true);
    expect(check({ end: leave.start }).end().valid()).toBe(false);
    expect(check({ end: '2026-12-24T12:00', weekly: true }).end().valid()).toBe(false);
  });
});
