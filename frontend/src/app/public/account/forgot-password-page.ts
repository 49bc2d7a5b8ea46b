import { Component, inject, signal } from '@angular/core';
import { email, form, FormField, required } from '@angular/forms/signals';
import { RouterLink } from '@angular/router';
import { AccountApi } from '../../core/auth/account-api';
import { injectProblemText } from '../../core/errors/problem-text';
import { formSubmission } from '../../core/errors/submit-form';
import { injectT } from '../../core/i18n/i18n';
import { FormError } from '../../ui/form-error';
import { FormField as Field } from '../../ui/form-field';
import { Icon } from '../../ui/icon';
import { TakeFocus } from '../../ui/take-focus';

@Component({
  selector: 'app-forgot-password-page',
  imports: [Field, FormError, FormField, Icon, RouterLink, TakeFocus],
  template: `
    <div class="page narrow stack">
      <div>
        <h1>{{ t('account.forgotTitle') }}</h1>
        <p class="muted">{{ t('account.forgotText') }}</p>
      </div>
      @if (sent()) {
        <div class="banner banner-info" role="status" appTakeFocus>
          <app-icon name="mail" />
          <span>{{ t('account.forgotSent', { email: sent() }) }}</span>
        </div>
      } @else {
        <form class="card stack" novalidate (submit)="send($event)">
          <app-form-error [text]="submission.error()" />
          <app-field [label]="t('account.email')" for="email" [state]="fields.email()">
            <input
              id="email"
              class="input"
              type="email"
              autocomplete="username"
              [formField]="fields.email"
            />
          </app-field>
          <button
            type="submit"
            class="btn btn-primary btn-block"
            [attr.aria-busy]="submission.busy()"
          >
            {{ t('account.forgotSend') }}
          </button>
        </form>
      }
      <p>
        <a routerLink="/connexion">{{ t('account.backToSignIn') }}</a>
      </p>
    </div>
  `,
  styleUrl: './account-page.scss',
})
export class ForgotPasswordPage {
  protected readonly t = injectT();
  private readonly api = inject(AccountApi);
  private readonly model = signal({ email: '' });
  protected readonly sent = signal('');
  protected readonly fields = form(this.model, (path) => {
    required(path.email, { message: 'validation.emailRequired' });
    email(path.email, { message: 'validation.email' });
  });
  protected readonly submission = formSubmission(this.fields, injectProblemText());

  protected send(event: Event): Promise<void> {
    return this.submission.run(event, async () => {
      const address = this.model().email.trim();
      await this.api.requestPasswordReset(address);
      this.sent.set(address);
    });
  }
}
