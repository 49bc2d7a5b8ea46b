import type { SlotOut } from '../../api/models';
import type { Appointment } from '../../core/models';
import { dropTarget } from './drop-target';

const NOW = Date.parse('2026-11-24T07:00:00Z');
const at = (time: string) => `2026-11-24T${time}:00Z`;

const slot = (id: number, start: string, end: string, more: Partial<SlotOut> = {}): SlotOut =>
  ({
    id,
    start_time: at(start),
    end_time: at(end),
    remaining: 1,
    is_open: true,
    mode: 'both',
    ...more,
  }) as SlotOut;

const appointment = {
  slot: { id: 1 },
  start_time: at('08:00'),
  end_time: at('08:20'),
  consultation_mode: 'presentiel',
} as Appointment;

const slots = [
  slot(1, '08:00', '08:20', { remaining: 0 }),
  slot(2, '09:00', '09:20'),
  slot(3, '09:20', '09:40'),
  slot(4, '10:00', '10:20', { remaining: 0 }),
  slot(5, '11:00', '11:20', { mode: 'distanciel' }),
  slot(6, '12:00', '12:20', { is_open: false }),
];
const drop = (start: string) => dropTarget(appointment, at(start), slots, NOW);

describe('dropTarget', () => {
  it('is the slot that shares most time with where the appointment fell', () => {
    expect(drop('09:05')).toEqual({ slot: slots[1] });
    expect(drop('09:15')).toEqual({ slot: slots[2] });
    expect(drop('08:50')).toEqual({ slot: slots[1] });
  });

  it('is none when less than half of it lies on a slot', () => {
    expect(drop('08:45')).toEqual({ refused: 'noSlot' });
    expect(drop('14:00')).toEqual({ refused: 'noSlot' });
    expect(drop('12:00')).toEqual({ refused: 'noSlot' });
  });

  it('says what is in the way', () => {
    expect(drop('10:00')).toEqual({ refused: 'full' });
    expect(drop('11:00')).toEqual({ refused: 'mode' });
    expect(dropTarget(appointment, at('09:00'), slots, Date.parse(at('09:00')))).toEqual({
      refused: 'past',
    });
  });

  it('knows when nothing was moved', () => {
    expect(drop('08:05')).toEqual({ same: true });
  });

  it('finds a longer slot than the appointment, by half of the shorter', () => {
    const hour = slot(9, '15:00', '16:00');
    expect(dropTarget(appointment, at('15:50'), [hour], NOW)).toEqual({ slot: hour });
  });
});
