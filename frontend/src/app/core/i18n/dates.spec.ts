import {
  addDays,
  dayKey,
  formatDateTime,
  formatDay,
  formatMoney,
  formatTime,
  hourIn,
  instantOf,
  localTime,
} from './dates';

const PARIS = 'Europe/Paris';
const now = new Date('2026-11-21T10:00:00Z');
const start = '2026-11-24T08:30:00Z';

describe('French dates', () => {
  it('writes the hour with « h » and no-break spaces', () => {
    expect(formatTime(start, 'fr', PARIS)).toBe('9\u00a0h\u00a030');
    expect(formatTime('2026-11-24T13:00:00Z', 'fr', PARIS)).toBe('14\u00a0h');
    expect(formatTime('2026-11-23T23:05:00Z', 'fr', PARIS)).toBe('0\u00a0h\u00a005');
  });

  it('writes day and time as one sentence', () => {
    expect(formatDateTime(start, 'fr', PARIS, now)).toBe(
      'mardi 24\u00a0novembre à\u00a09\u00a0h\u00a030',
    );
  });

  it('writes the first of a month as an ordinal', () => {
    expect(formatDay('2026-12-01T09:00:00Z', 'fr', PARIS, now)).toBe('mardi 1er\u00a0décembre');
  });

  it('adds the year when it is another one', () => {
    expect(formatDay('2027-01-05T09:00:00Z', 'fr', PARIS, now)).toContain('2027');
    expect(formatDay(start, 'fr', PARIS, now)).not.toContain('2026');
  });
});

describe('English dates', () => {
  it('uses the twelve-hour clock', () => {
    expect(formatDateTime(start, 'en', PARIS, now)).toBe(
      'Tuesday 24\u00a0November at\u00a09:30\u00a0am',
    );
  });
});

describe('formatMoney', () => {
  it('follows the language', () => {
    expect(formatMoney('35.00', 'EUR', 'fr')).toBe('35,00\u00a0€');
    expect(formatMoney(1234.5, 'EUR', 'fr')).toBe('1\u00a0234,50\u00a0€');
    expect(formatMoney('35.00', 'EUR', 'en')).toBe('€35.00');
  });
});

describe('calendar days', () => {
  it('are those of the time zone', () => {
    expect(dayKey('2026-11-23T23:30:00Z', PARIS)).toBe('2026-11-24');
    expect(dayKey('2026-11-23T23:30:00Z', 'America/New_York')).toBe('2026-11-23');
    expect(hourIn('2026-11-23T23:30:00Z', PARIS)).toBe(0);
  });

  it('add up over months and clock changes', () => {
    expect(addDays('2026-10-24', 2)).toBe('2026-10-26');
    expect(addDays('2026-12-30', 3)).toBe('2027-01-02');
    expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
  });
});

describe('instantOf', () => {
  const at = (local: string) => instantOf(local, PARIS).toISOString().slice(0, 16);

  it('reads the clock of the zone, in summer and winter', () => {
    expect(at('2026-11-24T09:00')).toBe('2026-11-24T08:00');
    expect(at('2026-07-01T00:00')).toBe('2026-06-30T22:00');
    expect(localTime('2026-06-30T22:00:00Z', PARIS)).toBe('2026-07-01T00:00');
    expect(localTime('2026-11-23T23:05:00Z', PARIS)).toBe('2026-11-24T00:05');
  });

  it('takes the first of a repeated hour and counts on over a skipped one', () => {
    expect(at('2026-10-25T02:30')).toBe('2026-10-25T00:30');
    expect(at('2026-03-29T02:30')).toBe('2026-03-29T01:30');
    expect(at('2026-03-29T03:00')).toBe('2026-03-29T01:00');
    expect(at('2026-10-25T03:00')).toBe('2026-10-25T02:00');
  });
});
