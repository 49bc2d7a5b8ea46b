import { Component, inject, signal } from '@angular/core';
import { AccountApi } from '../../core/auth/account-api';
import { injectProblemText } from '../../core/errors/problem-text';
import { injectT } from '../../core/i18n/i18n';
import { FormError } from '../../ui/form-error';
import { Icon } from '../../ui/icon';

/** Shown while the e-mail address is not confirmed: reminders go there. */
@Component({
  selector: 'app-email-notice',
  imports: [FormError, Icon],
  template: `
    <div class="banner banner-warn">
      <app-icon name="mail" />
      <span class="words">{{ t('account.notVerified') }}</span>
      <button
        type="button"
        class="btn btn-small btn-outlined"
        [attr.aria-busy]="busy()"
        (click)="resend()"
      >
        {{ t('account.verifyResend') }}
      </button>
    </div>
    <p role="status" class="small">{{ note() }}</p>
    <app-form-error [text]="error()" />
  `,
  styles: `
    .banner {
      flex-wrap: wrap;
      align-items: center;
    }
    .words {
      flex: 1 1 240px;
    }
  `,
})
export class EmailNotice {
  protected readonly t = injectT();
  protected readonly busy = signal(false);
  protected readonly note = signal('');
  protected readonly error = signal('');
  private readonly api = inject(AccountApi);
  private readonly problemText = injectProblemText();

  protected async resend(): Promise<void> {
    if (this.busy()) {
      return;
    }
    this.busy.set(true);
    this.error.set('');
    this.note.set('');
    try {
      await this.api.resendVerification();
      this.note.set(this.t('account.verifyResent'));
    } catch (error) {
      this.error.set(this.problemText(error));
    } finally {
      this.busy.set(false);
    }
  }
}
