import { email, maxLength, minLength, required, schema, validate } from '@angular/forms/signals';

export interface SignUp {
  first_name: string;
  last_name: string;
  email: string;
  phone: string;
  birth_date: string;
  specialty: string;
  password: string;
  /** The practice made a record already, and gave a code for it. */
  has_code: boolean;
  patient_code: string;
  role: 'PATIENT' | 'DOCTOR';
}

export const emptySignUp: SignUp = {
  first_name: '',
  last_name: '',
  email: '',
  phone: '',
  birth_date: '',
  specialty: '',
  password: '',
  has_code: false,
  patient_code: '',
  role: 'PATIENT',
};

export const signUpSchema = schema<SignUp>((path) => {
  required(path.first_name, {
    message: 'validation.firstName',
    when: ({ valueOf }) => !valueOf(path.has_code),
  });
  required(path.last_name, {
    message: 'validation.lastName',
    when: ({ valueOf }) => !valueOf(path.has_code),
  });
  required(path.patient_code, {
    message: 'validation.code',
    when: ({ valueOf }) => valueOf(path.has_code),
  });
  required(path.birth_date, {
    message: 'validation.birthDateMissing',
    when: ({ valueOf }) => valueOf(path.has_code),
  });
  maxLength(path.first_name, 100, { message: 'validation.tooLong' });
  maxLength(path.last_name, 100, { message: 'validation.tooLong' });
  required(path.email, { message: 'validation.emailRequired' });
  email(path.email, { message: 'validation.email' });
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
  required(path.specialty, {
    message: 'validation.specialty',
    when: ({ valueOf }) => valueOf(path.role) === 'DOCTOR',
  });
  required(path.password, { message: 'validation.passwordRequired' });
  minLength(path.password, 10, { message: 'validation.passwordShort' });
});
