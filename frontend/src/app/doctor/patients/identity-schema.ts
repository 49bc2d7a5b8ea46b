import { maxLength, required, schema, validate } from '@angular/forms/signals';

/** Who somebody is, as it stands on an identity card. */
export interface Identity {
  first_name: string;
  last_name: string;
  birth_date: string;
}

export const emptyIdentity: Identity = { first_name: '', last_name: '', birth_date: '' };

export const identitySchema = schema<Identity>((path) => {
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
});
