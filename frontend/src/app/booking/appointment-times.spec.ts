import type { Appointment } from '../core/models';
import { byStart, isUpcoming, onlineUntil, startOf } from './appointment-times';

function appointment(values: Partial<Appointment>): Appointment {
  return {
    id: 1,
    status: 'confirmed',
    start_time: '2026-11-24T08:30:00Z',
    end_time: '2026-11-24T09:00:00Z',
    requested_start: null,
    requested_end: null,
    ...values,
  } as Appointment;
}

const during = Date.parse('2026-11-24T08:45:00Z');
const after = Date.parse('2026-11-24T09:00:01Z');

describe('isUpcoming', () => {
  it('lasts until the end of the appointment', () => {
    expect(isUpcoming(appointment({}), during)).toBe(true);
    expect(isUpcoming(appointment({}), after)).toBe(false);
  });

  it('is false for what was cancelled, declined or done', () => {
    for (const status of ['cancelled', 'declined', 'completed', 'no_show'] as const) {
      expect(isUpcoming(appointment({ status }), during)).toBe(false);
    }
  });
});

describe('onlineUntil', () => {
  it('is the notice before the start', () => {
    expect(onlineUntil('2026-11-24T08:30:00Z', 1440).toISOString()).toBe(
      '2026-11-23T08:30:00.000Z',
    );
  });
});

describe('startOf and byStart', () => {
  it('takes the requested time of a request without a slot', () => {
    const request = appointment({ start_time: null, requested_start: '2026-11-25T08:00:00Z' });
    expect(startOf(request)).toBe('2026-11-25T08:00:00Z');
  });

  it('sorts by time, then id', () => {
    const list = [
      appointment({ id: 3 }),
      appointment({ id: 2 }),
      appointment({ id: 1, start_time: '2026-11-25T08:00:00Z' }),
    ];
    expect(list.sort(byStart).map((item) => item.id)).toEqual([2, 3, 1]);
  });
});
