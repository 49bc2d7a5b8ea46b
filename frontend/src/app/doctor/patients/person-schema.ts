import { apply, email, schema, validate } from '@angular/forms/signals';
import type { PatientRequest } from '../../api/models';
import { emptyIdentity, type Identity, identitySchema } from './identity-schema';

export interface PersonForm extends Identity {
  sex: NonNullable<PatientRequest['sex']>;
  phone: string;
  email: string;
}

export const emptyPerson: PersonForm = {
  ...emptyIdentity,
  sex: '',
  phone: '',
  email: '',
};

export const personSchema = schema<PersonForm>((path) => {
  apply(path, identitySchema);
  email(path.email, { message: 'validation.email' });
  validate(path.phone, ({ value }) =>
    value() === '' || /^\+?[\d\s().-]{6,24}$/.test(value())
      ? undefined
      : { kind: 'phone', message: 'validation.phone' },
  );
});

export function isEmpty(form: PersonForm): boolean {
  return Object.values(form).every((value) => value === '');
}
