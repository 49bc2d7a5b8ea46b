import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { form } from '@angular/forms/signals';
import type { DoctorProfile } from '../../api/models';
import {
  amount,
  choices,
  fromProfile,
  inUnits,
  type ProfileForm,
  profileSchema,
  toProfile,
} from './profile-schema';

const profile = {
  first_name: 'Claire',
  last_name: 'Moreau',
  specialty: 'cardiologie',
  fee: '50.00',
  modes: ['presentiel'],
  min_notice_minutes: 90,
} as DoctorProfile;

function check(values: Partial<ProfileForm>) {
  return TestBed.runInInjectionContext(() =>
    form(signal<ProfileForm>({ ...fromProfile(profile, 'fr'), ...values }), profileSchema),
  );
}

describe('the doctor’s profile', () => {
  it('goes to the form and back', () => {
    const read = fromProfile(profile, 'fr');
    expect(toProfile(read)).toMatchObject({ fee: '50.00', min_notice_minutes: 90 });
    expect(check({})().valid()).toBe(true);
  });

  it('needs a name, a specialty and a mode, and understands the fee', () => {
    expect(check({ last_name: '' }).last_name().valid()).toBe(false);
    expect(check({ specialty: '' }).specialty().valid()).toBe(false);
    expect(check({ email: 'cabinet@' }).email().valid()).toBe(false);
    expect(check({ email: '' }).email().valid()).toBe(true);
    expect(check({ modes: [] }).modes().valid()).toBe(false);
    expect(check({ fee: 'beaucoup' }).fee().valid()).toBe(false);
    expect(amount('50,5 €')).toBe('50.50');
    expect(amount('50.5')).toBe('50.50');
    expect(amount('')).toBeNull();
  });

  it('writes the fee as the language does', () => {
    expect(fromProfile(profile, 'fr').fee).toBe('50,00');
    expect(fromProfile(profile, 'en').fee).toBe('50.00');
    expect(fromProfile({ ...profile, fee: null }, 'fr').fee).toBe('');
  });

  it('says minutes in the best unit and keeps an unusual present choice', () => {
    expect(inUnits(2880)).toEqual({ unit: 'days', count: 2 });
    expect(inUnits(120)).toEqual({ unit: 'hours', count: 2 });
    expect(inUnits(90)).toEqual({ unit: 'minutes', count: 90 });
    expect(choices([0, 60], '90')).toEqual([0, 60, 90]);
  });
});
