import { required, schema, validate } from '@angular/forms/signals';
import type { Dependant } from '../../core/models';

export interface DependantForm {
  first_name: string;
  last_name: string;
  birth_date: string;
  kind: Dependant['kind'];
}

export const emptyDependant: DependantForm = {
  first_name: '',
  last_name: '',
  birth_date: '',
  kind: 'parent',
};

export const dependantSchema = schema<DependantForm>((path) => {
  required(path.first_name, { message: 'validation.firstName' });
  required(path.last_name, { message: 'validation.lastName' });
  required(path.birth_date, { message: 'validation.birthDateMissing' });
  validate(path.birth_date, ({ value }) =>
    value() <= new Date().toISOString().slice(0, 10)
      ? undefined
      : { kind: 'birthDate', message: 'validation.birthDate' },
  );
});
