import { email, maxLength, minLength, required, schema, validate } from '@angular/forms/signals';

export interface SignUp {
  first_name: string;
  last_name: string;
  email: string;
  phone: string;
  birth_date: string;
  specialty: string;
  password: string;
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
  role: 'PATIENT',
};

export const signUpSchema = schema<SignUp>((path) => {
  required(path.first_name, { message: 'validation.firstName' });
  required(path.last_name, { message: 'validation.lastName' });
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
