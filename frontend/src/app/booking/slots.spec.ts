import type { DirectorySlot } from '../core/models';
import { applyChange, byDay, firstAfter, fits, isMorning, nearest } from './slots';

const PARIS = 'Europe/Paris';

function slot(id: number, start: string, mode: DirectorySlot['mode'] = 'both'): DirectorySlot {
  const end = new Date(Date.parse(start) + 30 * 60_000).toISOString();
  return { id, start, end, mode, remaining: 1 };
}

describe('byDay', () => {
  it('groups by the calendar day of the clinic, not by the UTC day', () => {
    const late = slot(1, '2026-11-23T23:30:00Z'); // 00:30 on the 24th in Paris
    const days = byDay([late], '2026-11-23', 2, PARIS);
    expect(days.map((day) => [day.day, day.slots.length])).toEqual([
      ['2026-11-23', 0],
      ['2026-11-24', 1],
    ]);
  });

  it('sorts the slots of a day and leaves out other days', () => {
    const days = byDay(
      [
        slot(2, '2026-11-23T10:00:00Z'),
        slot(1, '2026-11-23T08:00:00Z'),
        slot(3, '2026-12-01T08:00:00Z'),
      ],
      '2026-11-23',
      1,
      PARIS,
    );
    expect(days[0]?.slots.map((item) => item.id)).toEqual([1, 2]);
  });

  it('keeps days in order over the end of summer time', () => {
    const days = byDay([], '2026-10-24', 3, PARIS);
    expect(days.map((day) => day.day)).toEqual(['2026-10-24', '2026-10-25', '2026-10-26']);
  });
});

describe('isMorning', () => {
  it('decides by the clock of the clinic', () => {
    expect(isMorning(slot(1, '2026-11-23T10:59:00Z'), PARIS)).toBe(true);
    expect(isMorning(slot(1, '2026-11-23T11:00:00Z'), PARIS)).toBe(false);
  });
});

describe('fits', () => {
  it('takes a slot for both modes in either', () => {
    expect(fits({ mode: 'both' }, 'distanciel')).toBe(true);
    expect(fits({ mode: 'presentiel' }, 'distanciel')).toBe(false);
    expect(fits({ mode: 'presentiel' }, '')).toBe(true);
  });
});

describe('nearest', () => {
  it('orders by distance in time and prefers the earlier of two equally near', () => {
    const lost = slot(1, '2026-11-23T10:00:00Z');
    const slots = [
      slot(2, '2026-11-23T12:00:00Z'),
      slot(3, '2026-11-23T10:30:00Z'),
      slot(4, '2026-11-23T09:30:00Z'),
      slot(5, '2026-11-25T10:00:00Z'),
      lost,
    ];
    expect(nearest(slots, lost).map((item) => item.id)).toEqual([4, 3, 2]);
  });
});

describe('firstAfter', () => {
  it('finds the first slot of a later day', () => {
    const slots = [slot(2, '2026-11-26T09:00:00Z'), slot(1, '2026-11-24T09:00:00Z')];
    expect(firstAfter(slots, '2026-11-23', PARIS)?.id).toBe(1);
    expect(firstAfter(slots, '2026-11-24', PARIS)?.id).toBe(2);
    expect(firstAfter(slots, '2026-11-26', PARIS)).toBeUndefined();
  });
});

describe('applyChange', () => {
  const one = slot(1, '2026-11-23T09:00:00Z', 'presentiel');
  const change = { id: 1, start: one.start, end: one.end, remaining: 0, is_open: true };

  it('removes a slot without places left, and a closed one', () => {
    expect(applyChange([one], change)).toEqual([]);
    expect(applyChange([one], { ...change, remaining: 1, is_open: false })).toEqual([]);
  });

  it('updates a known slot and keeps its mode', () => {
    expect(applyChange([one], { ...change, remaining: 3 })).toEqual([{ ...one, remaining: 3 }]);
  });

  it('puts a new slot in its place', () => {
    const later = slot(3, '2026-11-23T11:00:00Z');
    const fresh = slot(2, '2026-11-23T10:00:00Z');
    const slots = applyChange([one, later], { ...fresh, remaining: 1, is_open: true });
    expect(slots.map((item) => item.id)).toEqual([1, 2, 3]);
  });
});
