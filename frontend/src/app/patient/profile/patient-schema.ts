import { maxLength, required, schema, validate } from '@angular/forms/signals';
import type { PatchedPatientProfileRequest } from '../../api/models';
import type { PatientProfile } from '../../core/models';

export type PatientSex = NonNullable<PatientProfile['sex']>;

export interface PatientForm {
  first_name: string;
  last_name: string;
  birth_date: string;
  sex: PatientSex;
  phone: string;
  address: string;
  city: string;
  antecedents: string;
}

export const emptyPatient: PatientForm = {
  first_name: '',
  last_name: '',
  birth_date: '',
  sex: '',
  phone: '',
  address: '',
  city: '',
  antecedents: '',
};

export const patientSchema = schema<PatientForm>((path) => {
  required(path.first_name, { message: 'validation.firstName' });
  required(path.last_name, { message: 'validation.lastName' });
  maxLength(path.first_name, 100, { message: 'validation.tooLong' });
  maxLength(path.last_name, 100, { message: 'validation.tooLong' });
  validate(path.phone, ({ value }) =>
    value() === '' || /^\+?[\d\s().-]{6,24}$/.test(value())
      ? undefined
      : { kind: 'phone', message: 'validation.phone' },
  );
  validate(path.birth_date, ({ value }) =>
    value() === '' || value() <= new Date().toISOString().slice(0, 10)
      ? undefined
      : { kind: 'birthDate', message: 'validation.birthDate' },
  );
});

export function fromProfile(profile: PatientProfile): PatientForm {
  return {
    first_name: profile.first_name ?? '',
    last_name: profile.last_name ?? '',
    birth_date: profile.birth_date ?? '',
    sex: profile.sex ?? '',
    phone: profile.phone ?? '',
    address: profile.address ?? '',
    city: profile.city ?? '',
    antecedents: profile.antecedents ?? '',
  };
}

/** The API knows no empty date: it is null. */
export function toProfile(form: PatientForm): PatchedPatientProfileRequest {
  return { ...form, birth_date: form.birth_date || null };
}

export function isSame(one: PatientForm, other: PatientForm): boolean {
  return (Object.keys(one) as (keyof PatientForm)[]).every((name) => one[name] === other[name]);
}
