import type { ExceptionOut, SlotOut } from '../../api/models';
import type { Appointment, AppointmentStatus } from '../../core/models';
import {
  absenceEntries,
  appointmentEntries,
  freeEntries,
  isMovable,
  proposalEntries,
} from './entries';

const PARIS = 'Europe/Paris';
const NOW = Date.parse('2026-11-20T12:00:00Z');
const appointment = (status: AppointmentStatus, more: Partial<Appointment> = {}): Appointment =>
  ({
    id: 7,
    status,
    patient: { id: 1, name: 'Ada Martin' },
    start_time: '2026-11-24T08:00:00Z',
    end_time: '2026-11-24T08:30:00Z',
    consultation_mode: 'presentiel',
    transitions: ['cancel', 'reschedule'],
    ...more,
  }) as Appointment;

describe('appointment entries', () => {
  it('are the appointments that take time, and say their status', () => {
    const entries = appointmentEntries(
      [
        appointment('pending'),
        appointment('confirmed'),
        appointment('completed'),
        appointment('cancelled'),
      ],
      (status) => status,
      NOW,
    );

    expect(entries.map((entry) => [entry.kind, entry.title, entry.note])).toEqual([
      ['pending', 'Ada Martin', 'pending'],
      ['confirmed', 'Ada Martin', 'confirmed'],
      ['over', 'Ada Martin', 'completed'],
    ]);
  });

  it('leave out requests without a time', () => {
    const waiting = appointment('pending', { start_time: null, requested_start: null });

    expect(appointmentEntries([waiting], (status) => status)).toEqual([]);
  });

  it('can be moved while they are to come and the server allows it', () => {
    expect(isMovable(appointment('confirmed'), NOW)).toBe(true);
    expect(isMovable(appointment('pending'), NOW)).toBe(true);
    expect(isMovable(appointment('completed'), NOW)).toBe(false);
    expect(isMovable(appointment('confirmed', { transitions: ['cancel'] }), NOW)).toBe(false);
    // It has begun.
    expect(isMovable(appointment('confirmed'), Date.parse('2026-11-24T08:10:00Z'))).toBe(false);
  });
});

describe('proposal entries', () => {
  const proposal = {
    slot: 9,
    start_time: '2026-11-26T08:00:00Z',
    end_time: '2026-11-26T08:30:00Z',
    consultation_mode: 'presentiel',
    expires_at: '2026-11-22T12:00:00Z',
  } as const;

  it('stand at the proposed time and lead to the appointment', () => {
    const rows = [
      appointment('confirmed', { proposal }),
      appointment('pending', { proposal: null }),
    ];

    expect(proposalEntries(rows, 'Proposé')).toEqual([
      {
        id: 'appointment-7-proposed',
        title: 'Ada Martin',
        note: 'Proposé',
        start: proposal.start_time,
        end: proposal.end_time,
        kind: 'pending',
        movable: false,
        video: false,
        status: 'pending',
      },
    ]);
  });

  it('are not drawn twice when only the mode is another', () => {
    const start_time = proposal.start_time;
    const item = appointment('confirmed', { start_time, proposal });

    expect(proposalEntries([item], 'Proposé')).toEqual([]);
  });
});

describe('free entries', () => {
  it('are places that can still be booked', () => {
    const slots = [
      { id: 1, remaining: 1, is_open: true, start_time: '2026-11-20T12:30:00Z' },
      { id: 2, remaining: 0, is_open: true, start_time: '2026-11-20T12:30:00Z' },
      { id: 3, remaining: 1, is_open: false, start_time: '2026-11-20T12:30:00Z' },
      { id: 4, remaining: 1, is_open: true, start_time: '2026-11-20T11:30:00Z' },
    ] as SlotOut[];

    expect(freeEntries(slots, 'Libre', NOW).map((entry) => entry.id)).toEqual(['slot-1']);
  });
});

describe('absence entries', () => {
  const words = { absent: 'Absence', weekly: 'Chaque semaine' };
  const range = { first: '2026-10-19', until: '2026-11-02' };
  const absence = (more: Partial<ExceptionOut>) =>
    ({
      id: 1,
      start_datetime: '2026-10-01T08:00:00Z', // Thursday, 10:00 in Paris
      end_datetime: '2026-10-01T10:00:00Z',
      is_recurring: true,
      reason: '',
      ...more,
    }) as ExceptionOut;

  it('repeat every week at the same time of the clock, over its change', () => {
    const entries = absenceEntries([absence({})], range, PARIS, words);

    expect(entries.map((entry) => [entry.start, entry.note])).toEqual([
      ['2026-10-22T08:00:00.000Z', 'Chaque semaine'],
      ['2026-10-29T09:00:00.000Z', 'Chaque semaine'],
    ]);
    expect(new Set(entries.map((entry) => entry.id)).size).toBe(2);
  });

  it('do not repeat before they began, but reach in from the week before', () => {
    const later = absence({ start_datetime: '2026-11-05T08:00:00Z' });
    expect(absenceEntries([later], range, PARIS, words)).toEqual([]);
    const overSunday = absence({
      start_datetime: '2026-10-04T20:00:00Z',
      end_datetime: '2026-10-05T08:00:00Z',
    });
    expect(absenceEntries([overSunday], range, PARIS, words)[0]?.end).toBe(
      '2026-10-19T08:00:00.000Z',
    );
  });

  it('show a single one with its reason', () => {
    const single = absence({ is_recurring: false, reason: 'Congrès' });
    expect(absenceEntries([single], range, PARIS, words)).toMatchObject([
      { id: 'absence-1', title: 'Congrès', note: '' },
    ]);
  });
});
