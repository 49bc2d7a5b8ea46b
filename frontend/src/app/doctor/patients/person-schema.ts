import { maxLength, required, schema, validate } from '@angular/forms/signals';
import type { PatientRequest } from '../../api/models';

export interface PersonForm {
  first_name: string;
  last_name: string;
  birth_date: string;
  sex: NonNullable<PatientRequest['sex']>;
  phone: string;
}

export const emptyPerson: PersonForm = {
  first_name: '',
  last_name: '',
  birth_date: '',
  sex: '',
  phone: '',
};

export const personSchema = schema<PersonForm>((path) => {
  required(path.first_name, { message: 'validation.firstName' });
  required(path.last_name, { message: 'validation.lastName' });
  maxLength(path.first_name, 80, { message: 'validation.tooLong' });
  maxLength(path.last_name, 80, { message: 'validation.tooLong' });
  required(path.birth_date, { message: 'validation.birthDateMissing' });
  validate(path.birth_date, ({ value }) =>
    value() <= new Date().toISOString().slice(0, 10)
      ? undefined
      : { kind: 'birthDate', message: 'validation.birthDate' },
  );
  validate(path.phone, ({ value }) =>
    value() === '' || /^\+?[\d\s().-]{6,24}$/.test(value())
      ? undefined
      : { kind: 'phone', message: 'validation.phone' },
  );
});

export function isEmpty(form: PersonForm): boolean {
  return Object.values(form).every((value) => value === '');
}
