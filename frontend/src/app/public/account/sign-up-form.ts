import { NgTemplateOutlet } from '@angular/common';
import { httpResource } from '@angular/common/http';
import {
  afterNextRender,
  Component,
  effect,
  inject,
  Injector,
  input,
  output,
  signal,
  untracked,
} from '@angular/core';
import { form, FormField } from '@angular/forms/signals';
import { specialtiesList } from '../../api/fn/specialties/specialties-list';
import { AccountApi } from '../../core/auth/account-api';
import { Session } from '../../core/auth/session';
import { injectProblemText } from '../../core/errors/problem-text';
import { formSubmission } from '../../core/errors/submit-form';
import { I18n } from '../../core/i18n/i18n';
import type { Specialty, User } from '../../core/models';
import { FormError } from '../../ui/form-error';
import { FormField as Field } from '../../ui/form-field';
import { PasswordInput } from '../../ui/password-input';
import { emptySignUp, signUpSchema } from './sign-up-schema';

/** Registration of a patient or a doctor; signs in right after. */
@Component({
  selector: 'app-sign-up-form',
  imports: [Field, FormError, FormField, NgTemplateOutlet, PasswordInput],
  templateUrl: './sign-up-form.html',
  styles: `
    .code-switch {
      align-self: start;
    }
    .pair {
      display: grid;
      grid-template-columns: 1fr 1fr;
      gap: var(--space-4);
    }
    @media (width <= 480px) {
      .pair {
        grid-template-columns: 1fr;
      }
    }
  `,
})
export class SignUpForm {
  readonly role = input<'PATIENT' | 'DOCTOR'>('PATIENT');
  readonly done = output<User>();

  protected readonly i18n = inject(I18n);
  protected readonly t = this.i18n.t;
  private readonly api = inject(AccountApi);
  private readonly session = inject(Session);
  private readonly injector = inject(Injector);
  private readonly problemText = injectProblemText();

  protected readonly specialties = httpResource<Specialty[]>(() =>
    this.role() === 'DOCTOR' ? specialtiesList.PATH : undefined,
  );
  private readonly model = signal({ ...emptySignUp });
  protected readonly fields = form(this.model, signUpSchema);
  protected readonly submission = formSubmission(this.fields, this.problemText, {
    names: { username: 'email' },
  });

  constructor() {
    effect(() => {
      const role = this.role();
      untracked(() => this.model.update((value) => ({ ...value, role, has_code: false })));
    });
  }

  /** With a code, the name is the record's: only the code and the birth date are asked for. */
  protected useCode(has_code: boolean): void {
    this.model.update((value) => ({ ...value, has_code, patient_code: '' }));
    const first = has_code ? this.fields.patient_code : this.fields.first_name;
    afterNextRender(() => first().focusBoundControl(), { injector: this.injector });
  }

  protected signUp(event: Event): Promise<void> {
    return this.submission.run(event, async () => {
      const { specialty, phone, birth_date, has_code, patient_code, ...account } = this.model();
      const { first_name, last_name, ...rest } = account;
      const address = rest.email.trim();
      const isDoctor = rest.role === 'DOCTOR';
      await this.api.register({
        ...rest,
        ...(has_code ? { patient_code: patient_code.trim() } : { first_name, last_name }),
        email: address,
        language: this.i18n.language(),
        ...(phone ? { phone } : {}),
        ...(birth_date && !isDoctor ? { birth_date } : {}),
        ...(isDoctor ? { specialty } : {}),
      });
      this.done.emit(await this.session.signIn(address, rest.password));
    });
  }
}
