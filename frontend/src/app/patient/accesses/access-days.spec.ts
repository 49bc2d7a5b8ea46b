import type { OwnAccessOut } from '../../api/models';
import { byDay } from './access-days';

const row = (at: string, change: Partial<OwnAccessOut> = {}): OwnAccessOut => ({
  at,
  who: 'Dr Claire Fontaine',
  action: 'read',
  subject: 'Appointment',
  reason: '',
  ...change,
});
const dayOf = (instant: string) => instant.slice(0, 10);

describe('accesses by day', () => {
  it('come newest day first, in the order of the journal', () => {
    const days = byDay(
      [
        row('2026-11-24T10:00Z'),
        row('2026-11-24T09:00Z', { subject: 'Patient' }),
        row('2026-11-23T09:00Z'),
      ],
      dayOf,
    );
    expect(days.map(({ day, accesses }) => [day, accesses.map(({ subject }) => subject)])).toEqual([
      ['2026-11-24', ['Appointment', 'Patient']],
      ['2026-11-23', ['Appointment']],
    ]);
  });

  it('tell once what was done again on that day, from when to when', () => {
    const days = byDay(
      [
        row('2026-11-24T10:00Z'),
        row('2026-11-24T09:00Z', { who: 'La clinique' }),
        row('2026-11-24T08:00Z'),
        row('2026-11-23T08:00Z'),
      ],
      dayOf,
    );
    expect(days[0]?.accesses).toMatchObject([
      {
        who: 'Dr Claire Fontaine',
        first: '2026-11-24T08:00Z',
        last: '2026-11-24T10:00Z',
        times: 2,
      },
      { who: 'La clinique', first: '2026-11-24T09:00Z', last: '2026-11-24T09:00Z', times: 1 },
    ]);
    expect(days[1]?.accesses).toMatchObject([{ times: 1 }]);
  });

  for (const other of [
    { who: 'La clinique' },
    { action: 'write' as const },
    { subject: 'Patient' },
    { reason: 'Urgence' },
  ]) {
    it(`keep apart what differs in ${Object.keys(other)[0]}`, () => {
      const [day] = byDay([row('2026-11-24T10:00Z'), row('2026-11-24T09:00Z', other)], dayOf);
      expect(day?.accesses.length).toBe(2);
    });
  }
});
