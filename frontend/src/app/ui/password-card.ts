import { Component, inject, signal } from '@angular/core';
import { form, FormField, minLength, required } from '@angular/forms/signals';
import { AccountApi } from '../core/auth/account-api';
import { injectProblemText } from '../core/errors/problem-text';
import { formSubmission } from '../core/errors/submit-form';
import { injectT } from '../core/i18n/i18n';
import { FormError } from './form-error';
import { FormField as Field } from './form-field';
import { PasswordInput } from './password-input';
import { Toasts } from './toasts';

const empty = { current_password: '', new_password: '' };

@Component({
  selector: 'app-password-card',
  imports: [Field, FormError, FormField, PasswordInput],
  template: `
    <section class="card" aria-labelledby="password-heading">
      <form class="stack" novalidate (submit)="save($event)">
        <h2 id="password-heading">{{ t('account.changePassword') }}</h2>
        <app-form-error [text]="submission.error()" />
        <app-field
          [label]="t('account.currentPassword')"
          for="current-password"
          [state]="fields.current_password()"
        >
          <app-password-input inputId="current-password" [formField]="fields.current_password" />
        </app-field>
        <app-field
          [label]="t('account.newPassword')"
          for="new-password"
          [hint]="t('account.passwordHint')"
          [state]="fields.new_password()"
        >
          <app-password-input
            inputId="new-password"
            autocomplete="new-password"
            [formField]="fields.new_password"
          />
        </app-field>
        <div>
          <button type="submit" class="btn btn-outlined" [attr.aria-busy]="submission.busy()">
            {{ t('account.changePassword') }}
          </button>
        </div>
      </form>
    </section>
  `,
})
export class PasswordCard {
  protected readonly t = injectT();
  private readonly api = inject(AccountApi);
  private readonly toasts = inject(Toasts);
  private readonly model = signal({ ...empty });
  protected readonly fields = form(this.model, (path) => {
    required(path.current_password, { message: 'validation.passwordRequired' });
    required(path.new_password, { message: 'validation.passwordRequired' });
    minLength(path.new_password, 10, { message: 'validation.passwordShort' });
  });
  protected readonly submission = formSubmission(this.fields, injectProblemText());

  protected save(event: Event): Promise<void> {
    return this.submission.run(event, async () => {
      const { current_password, new_password } = this.model();
      await this.api.changePassword(current_password, new_password);
      this.fields().reset({ ...empty });
      this.toasts.show(this.t('account.passwordChanged'));
    });
  }
}
