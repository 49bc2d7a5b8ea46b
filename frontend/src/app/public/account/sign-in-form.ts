import { Component, inject, output, signal } from '@angular/core';
import { form, FormField, required } from '@angular/forms/signals';
import { RouterLink } from '@angular/router';
import { Session } from '../../core/auth/session';
import { injectProblemText } from '../../core/errors/problem-text';
import { formSubmission } from '../../core/errors/submit-form';
import { injectT } from '../../core/i18n/i18n';
import type { User } from '../../core/models';
import { FormError } from '../../ui/form-error';
import { FormField as Field } from '../../ui/form-field';
import { PasswordInput } from '../../ui/password-input';

/** E-mail and password; used by the sign-in page and inside the booking. */
@Component({
  selector: 'app-sign-in-form',
  imports: [Field, FormError, FormField, PasswordInput, RouterLink],
  template: `
    <form class="stack" novalidate (submit)="signIn($event)">
      <app-form-error [text]="submission.error()" />
      <app-field [label]="t('account.login')" for="sign-in-email" [state]="fields.email()">
        <input
          id="sign-in-email"
          class="input"
          autocomplete="username"
          autocapitalize="none"
          spellcheck="false"
          [formField]="fields.email"
        />
      </app-field>
      <app-field [label]="t('account.password')" for="sign-in-password" [state]="fields.password()">
        <app-password-input inputId="sign-in-password" [formField]="fields.password" />
      </app-field>
      <a class="small" routerLink="/mot-de-passe-oublie">{{ t('account.forgotLink') }}</a>
      <button type="submit" class="btn btn-primary btn-block" [attr.aria-busy]="submission.busy()">
        {{ t('account.signIn') }}
      </button>
    </form>
  `,
})
export class SignInForm {
  readonly done = output<User>();

  protected readonly t = injectT();
  private readonly session = inject(Session);
  private readonly model = signal({ email: '', password: '' });
  protected readonly fields = form(this.model, (path) => {
    required(path.email, { message: 'validation.loginRequired' });
    required(path.password, { message: 'validation.passwordRequired' });
  });
  protected readonly submission = formSubmission(this.fields, injectProblemText(), {
    explain: ({ status, code }) =>
      status === 401 && code !== 'not_approved' ? this.t('account.wrongCredentials') : null,
  });

  protected signIn(event: Event): Promise<void> {
    return this.submission.run(event, async () => {
      const { email: address, password } = this.model();
      this.done.emit(await this.session.signIn(address.trim(), password));
    });
  }
}
