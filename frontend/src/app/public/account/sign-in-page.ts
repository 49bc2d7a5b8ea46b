import { Component, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Session } from '../../core/auth/session';
import { injectT } from '../../core/i18n/i18n';
import { injectAfterSignIn } from './after-sign-in';
import { SignInForm } from './sign-in-form';

@Component({
  selector: 'app-sign-in-page',
  imports: [RouterLink, SignInForm],
  template: `
    <div class="page narrow stack">
      <div>
        <h1>{{ t('account.signInTitle') }}</h1>
        <p class="muted">{{ t('account.signInText') }}</p>
      </div>
      @if (session.ended()) {
        <p class="banner banner-warn" role="status">{{ t('account.ended') }}</p>
      }
      <div class="card"><app-sign-in-form (done)="after($event, retour())" /></div>
      <p>
        {{ t('account.noAccount') }}
        <a routerLink="/inscription" [queryParams]="retour() ? { retour: retour() } : {}">{{
          t('account.signUpLink')
        }}</a>
      </p>
    </div>
  `,
  styleUrl: './account-page.scss',
})
export class SignInPage {
  /** Query parameter: the address to return to. */
  readonly retour = input<string>();

  protected readonly t = injectT();
  protected readonly session = inject(Session);
  protected readonly after = injectAfterSignIn();
}
