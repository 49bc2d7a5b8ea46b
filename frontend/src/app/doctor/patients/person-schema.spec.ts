import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { form } from '@angular/forms/signals';
import { emptyPerson, isEmpty, type PersonForm, personSchema } from './person-schema';

const known = { first_name: 'Noé', last_name: 'Petit', birth_date: '2019-05-02' };
const check = (values: Partial<PersonForm>) =>
  TestBed.runInInjectionContext(() =>
    form(signal<PersonForm>({ ...emptyPerson, ...known, ...values }), personSchema),
  );

describe('personSchema', () => {
  it('needs name and birth date, nothing else', () => {
    expect(check({})().valid()).toBe(true);
    for (const name of Object.keys(known)) {
      expect(check({ [name]: '' })().valid(), name).toBe(false);
    }
  });

  it('refuses who is not born yet, and a phone that is none', () => {
    expect(check({ birth_date: '2999-01-01' }).birth_date().valid()).toBe(false);
    expect(check({ phone: 'bureau' }).phone().valid()).toBe(false);
    expect(check({ email: 'noe' }).email().valid()).toBe(false);
    expect(check({ phone: '01 99 00 00 00' })().valid()).toBe(true);
  });

  it('knows when nothing is written', () => {
    expect(isEmpty(emptyPerson)).toBe(true);
    expect(isEmpty({ ...emptyPerson, phone: '0' })).toBe(false);
  });
});
