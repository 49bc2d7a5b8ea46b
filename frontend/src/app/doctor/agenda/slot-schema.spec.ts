import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { form } from '@angular/forms/signals';
import { instantOf } from '../../core/i18n/dates';
import { type SlotForm, slotSchema, toApi } from './slot-schema';

const usual: SlotForm = {
  day: '2026-11-24',
  start: '09:00',
  end: '09:30',
  mode: 'both',
  places: 1,
  location: ' Salle 2 ',
};

function check(values: Partial<SlotForm>) {
  return TestBed.runInInjectionContext(() =>
    form(signal<SlotForm>({ ...usual, ...values }), slotSchema),
  );
}

describe('slotSchema', () => {
  it('wants a day, and an end after the start', () => {
    expect(check({})().valid()).toBe(true);
    expect(check({ day: '' }).day().valid()).toBe(false);
    expect(check({ end: '08:30' }).end().valid()).toBe(false);
    expect(check({ end: '09:00' }).end().valid()).toBe(false);
    expect(check({ start: '23:00', end: '00:00' })().valid()).toBe(true);
  });

  it('keeps the places within reason', () => {
    expect(check({ places: 0 }).places().valid()).toBe(false);
    expect(check({ places: 2.5 }).places().valid()).toBe(false);
  });
});

describe('toApi', () => {
  const write = (values: Partial<SlotForm>) =>
    toApi({ ...usual, ...values }, (local) => instantOf(local, 'Europe/Paris'));

  it('writes instants of the clinic’s clock', () => {
    expect(write({})).toEqual({
      start_time: '2026-11-24T08:00:00.000Z',
      end_time: '2026-11-24T08:30:00.000Z',
      mode: 'both',
      capacity: 1,
      location: 'Salle 2',
    });
    expect(write({ start: '23:00', end: '00:00' }).end_time).toBe('2026-11-24T23:00:00.000Z');
  });
});
