import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { form } from '@angular/forms/signals';
import { emptySignUp, type SignUp, signUpSchema } from './sign-up-schema';

function check(values: Partial<SignUp>) {
  return TestBed.runInInjectionContext(() =>
    form(
      signal<SignUp>({
        ...emptySignUp,
        first_name: 'Léa',
        last_name: 'Martin',
        email: 'lea@example.fr',
        password: 'long enough',
        ...values,
      }),
      signUpSchema,
    ),
  );
}

describe('signUpSchema', () => {
  it('accepts a patient with the necessary fields only', () => {
    expect(check({})().valid()).toBe(true);
  });

  it('asks a doctor for the specialty', () => {
    expect(check({ role: 'DOCTOR' }).specialty().errors()[0]?.message).toBe('validation.specialty');
    expect(check({ role: 'DOCTOR', specialty: 'cardiologie' })().valid()).toBe(true);
  });

  it('asks who has a code for it and the birth date, and for no name', () => {
    const form = check({ has_code: true, first_name: '', last_name: '' });
    expect(form.patient_code().errors()[0]?.message).toBe('validation.code');
    expect(form.birth_date().errors()[0]?.message).toBe('validation.birthDateMissing');
    const complete = { patient_code: 'ABCDE-FGHJK', birth_date: '2000-02-01' };
    expect(check({ has_code: true, first_name: '', last_name: '', ...complete })().valid()).toBe(
      true,
    );
  });

  it('refuses short passwords, odd phones and future birth dates', () => {
    expect(check({ password: 'short' }).password().valid()).toBe(false);
    expect(check({ phone: 'call me' }).phone().valid()).toBe(false);
    expect(check({ phone: '+33 6 12 34 56 78' }).phone().valid()).toBe(true);
    expect(check({ birth_date: '2999-01-01' }).birth_date().valid()).toBe(false);
  });
});
