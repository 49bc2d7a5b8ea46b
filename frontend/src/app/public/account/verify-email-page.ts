import { Component, computed, inject, resource, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { AccountApi } from '../../core/auth/account-api';
import { Session } from '../../core/auth/session';
import { injectProblemText } from '../../core/errors/problem-text';
import { injectT } from '../../core/i18n/i18n';
import { FormError } from '../../ui/form-error';
import { Icon } from '../../ui/icon';
import { Skeleton } from '../../ui/skeleton';
import { injectMailedProof } from './mailed-link';

/** Reached from the link in the e-mail: confirms the address at once. */
@Component({
  selector: 'app-verify-email-page',
  imports: [FormError, Icon, RouterLink, Skeleton],
  template: `
    <div class="page narrow stack">
      <h1>{{ t('account.verifyTitle') }}</h1>
      @if (outcome.isLoading()) {
        <app-skeleton [count]="2" />
      } @else if (confirmed()) {
        <p class="banner banner-info" role="status">
          <app-icon name="check_circle" /> {{ t('account.verifyDone') }}
        </p>
        <a class="btn btn-primary" routerLink="/">{{ t('account.continue') }}</a>
      } @else {
        <p class="banner banner-error" role="alert">
          <app-icon name="error" /> {{ t('account.verifyFailed') }}
        </p>
        @if (session.signedIn()) {
          <button type="button" class="btn btn-primary" (click)="resend()">
            {{ t('account.verifyResend') }}
          </button>
        } @else {
          <a class="btn btn-primary" routerLink="/connexion">{{ t('account.signIn') }}</a>
        }
        <p role="status">{{ note() }}</p>
        <app-form-error [text]="error()" />
      }
    </div>
  `,
  styleUrl: './account-page.scss',
})
export class VerifyEmailPage {
  private readonly proof = injectMailedProof();
  protected readonly t = injectT();
  protected readonly session = inject(Session);
  protected readonly note = signal('');
  protected readonly error = signal('');
  private readonly api = inject(AccountApi);
  private readonly problemText = injectProblemText();

  protected readonly outcome = resource({
    params: () => ({ proof: this.proof() }),
    loader: async ({ params: { proof } }) => {
      if (!proof) {
        return false;
      }
      await this.api.verifyEmail(proof.uid, proof.token);
      if (this.session.signedIn()) {
        await this.session.loadUser();
      }
      return true;
    },
  });
  protected readonly confirmed = computed(() => this.outcome.hasValue() && this.outcome.value());

  protected async resend(): Promise<void> {
    this.error.set('');
    this.note.set('');
    try {
      await this.api.resendVerification();
      this.note.set(this.t('account.verifyResent'));
    } catch (error) {
      this.error.set(this.problemText(error));
    }
  }
}
