import type { AgendaEntry, EntryKind } from '../../ui/agenda-entry';
import { hourRange, rangeOf, rangeTitle, showsSunday, step, weekdayOf } from './agenda-dates';

const PARIS = 'Europe/Paris';

function entry(start: string, end: string, kind: EntryKind = 'confirmed'): AgendaEntry {
  return {
    id: start,
    title: '',
    note: '',
    start,
    end,
    kind,
    movable: false,
    video: false,
    status: null,
  };
}

describe('agenda days', () => {
  it('a week begins on Monday, also seen from its Sunday', () => {
    expect(weekdayOf('2026-11-29')).toBe(6);
    expect(rangeOf('week', '2026-11-29')).toEqual({ first: '2026-11-23', until: '2026-11-30' });
    expect(rangeOf('list', '2026-11-29')).toEqual({ first: '2026-11-29', until: '2026-12-06' });
    expect(rangeOf('day', '2026-12-31')).toEqual({ first: '2026-12-31', until: '2027-01-01' });
  });

  it('steps by what is shown', () => {
    expect(step('week', '2026-11-24', 1)).toBe('2026-12-01');
    expect(step('list', '2026-11-24', -1)).toBe('2026-11-17');
    expect(step('day', '2026-11-30', 1)).toBe('2026-12-01');
  });

  it('is named in the language of the page', () => {
    const day = rangeOf('day', '2026-11-24');
    expect(rangeTitle(rangeOf('week', '2026-11-24'), 'fr')).toMatch(/^23.29 novembre 2026$/);
    expect(rangeTitle(day, 'fr')).toBe('mardi 24 novembre 2026');
    expect(rangeTitle(day, 'en')).toBe('Tuesday 24 November 2026');
  });
});

describe('showsSunday', () => {
  const sunday = entry('2026-11-29T09:00:00Z', '2026-11-29T09:30:00Z');

  it('only with something on it, or when it is the day asked for', () => {
    expect(showsSunday('2026-11-24', [], PARIS)).toBe(false);
    expect(showsSunday('2026-11-29', [], PARIS)).toBe(true);
    expect(showsSunday('2026-11-24', [sunday], PARIS)).toBe(true);
    expect(showsSunday('2026-11-24', [{ ...sunday, kind: 'free' }], PARIS)).toBe(true);
    expect(showsSunday('2026-11-24', [{ ...sunday, kind: 'absence' }], PARIS)).toBe(false);
  });

  it('goes by the clock of the clinic', () => {
    const late = entry('2026-11-28T23:30:00Z', '2026-11-29T00:00:00Z'); // 00:30 on Sunday in Paris
    expect(showsSunday('2026-11-24', [late], PARIS)).toBe(true);
    expect(showsSunday('2026-11-24', [late], 'UTC')).toBe(false);
  });
});

describe('hourRange', () => {
  const week = rangeOf('week', '2026-11-24');

  it('is the usual day when everything lies within', () => {
    const noon = entry('2026-11-24T11:00:00Z', '2026-11-24T11:30:00Z');
    expect(hourRange([noon], week, PARIS)).toEqual({ from: 8, until: 19 });
  });

  it('stretches to whole hours around the entries of these days', () => {
    const early = entry('2026-11-24T05:40:00Z', '2026-11-24T06:00:00Z');
    const late = entry('2026-11-24T19:00:00Z', '2026-11-24T19:20:00Z');
    const elsewhere = entry('2026-12-24T02:00:00Z', '2026-12-24T03:00:00Z');
    expect(hourRange([early, late, elsewhere], week, PARIS)).toEqual({ from: 6, until: 21 });
    const toTheHour = entry('2026-11-24T18:00:00Z', '2026-11-24T19:00:00Z');
    expect(hourRange([toTheHour], week, PARIS)).toEqual({ from: 8, until: 20 });
  });

  it('takes the whole day for what goes over midnight, and leaves absences out', () => {
    const night = entry('2026-11-24T22:30:00Z', '2026-11-24T23:30:00Z');
    expect(hourRange([night], week, PARIS)).toEqual({ from: 0, until: 24 });
    const toMidnight = entry('2026-11-24T22:30:00Z', '2026-11-24T23:00:00Z');
    expect(hourRange([toMidnight], week, PARIS)).toEqual({ from: 8, until: 24 });
    expect(hourRange([{ ...night, kind: 'absence' }], week, PARIS).until).toBe(19);
  });
});
