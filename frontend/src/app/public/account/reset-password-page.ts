import { Component, inject, signal } from '@angular/core';
import { form, FormField, minLength, required } from '@angular/forms/signals';
import { RouterLink } from '@angular/router';
import { AccountApi } from '../../core/auth/account-api';
import { injectProblemText } from '../../core/errors/problem-text';
import { formSubmission } from '../../core/errors/submit-form';
import { injectT } from '../../core/i18n/i18n';
import { FormError } from '../../ui/form-error';
import { FormField as Field } from '../../ui/form-field';
import { Icon } from '../../ui/icon';
import { PasswordInput } from '../../ui/password-input';
import { TakeFocus } from '../../ui/take-focus';
import { injectMailedProof } from './mailed-link';

/** Reached from the link in the e-mail. */
@Component({
  selector: 'app-reset-password-page',
  imports: [Field, FormError, FormField, Icon, PasswordInput, RouterLink, TakeFocus],
  template: `
    <div class="page narrow stack">
      <h1>{{ t('account.resetTitle') }}</h1>
      @if (done()) {
        <p class="banner banner-info" role="status" appTakeFocus>
          <app-icon name="check_circle" /> {{ t('account.resetDone') }}
        </p>
        <a class="btn btn-primary" routerLink="/connexion">{{ t('account.signIn') }}</a>
      } @else if (!proof()) {
        <p class="banner banner-error" role="alert">
          <app-icon name="error" /> {{ t('account.resetNoLink') }}
        </p>
        <a class="btn btn-primary" routerLink="/mot-de-passe-oublie">{{
          t('account.forgotAgain')
        }}</a>
      } @else {
        <form class="card stack" novalidate (submit)="save($event)">
          <app-form-error [text]="submission.error()" />
          <app-field
            [label]="t('account.newPassword')"
            for="password"
            [hint]="t('account.passwordHint')"
            [state]="fields.new_password()"
          >
            <app-password-input
              inputId="password"
              autocomplete="new-password"
              [formField]="fields.new_password"
            />
          </app-field>
          <button
            type="submit"
            class="btn btn-primary btn-block"
            [attr.aria-busy]="submission.busy()"
          >
            {{ t('account.resetSave') }}
          </button>
        </form>
        <p>
          <a routerLink="/mot-de-passe-oublie">{{ t('account.forgotAgain') }}</a>
        </p>
      }
    </div>
  `,
  styleUrl: './account-page.scss',
})
export class ResetPasswordPage {
  protected readonly proof = injectMailedProof();
  protected readonly t = injectT();
  protected readonly done = signal(false);
  private readonly api = inject(AccountApi);
  private readonly model = signal({ new_password: '' });
  protected readonly fields = form(this.model, (path) => {
    required(path.new_password, { message: 'validation.passwordRequired' });
    minLength(path.new_password, 10, { message: 'validation.passwordShort' });
  });
  protected readonly submission = formSubmission(this.fields, injectProblemText(), {
    explain: ({ status, details }) =>
      status === 400 && ('token' in details || 'uid' in details || !('new_password' in details))
        ? this.t('account.resetBadLink')
        : null,
  });

  protected save(event: Event): Promise<void> {
    return this.submission.run(event, async () => {
      const proof = this.proof();
      if (proof) {
        await this.api.resetPassword(proof.uid, proof.token, this.model().new_password);
        this.done.set(true);
      }
    });
  }
}
