import { Component, input, linkedSignal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { injectT } from '../../core/i18n/i18n';
import { injectAfterSignIn } from './after-sign-in';
import { SignUpForm } from './sign-up-form';

@Component({
  selector: 'app-sign-up-page',
  imports: [RouterLink, SignUpForm],
  template: `
    <div class="page narrow stack">
      <div>
        <h1>{{ t('account.signUpTitle') }}</h1>
        <p class="muted">{{ t('account.signUpText') }}</p>
      </div>
      <div class="segmented" role="group" [attr.aria-label]="t('account.iAm')">
        <button
          type="button"
          [attr.aria-pressed]="role() === 'PATIENT'"
          (click)="role.set('PATIENT')"
        >
          {{ t('account.patient') }}
        </button>
        <button
          type="button"
          [attr.aria-pressed]="role() === 'DOCTOR'"
          (click)="role.set('DOCTOR')"
        >
          {{ t('account.doctor') }}
        </button>
      </div>
      <div class="card"><app-sign-up-form [role]="role()" (done)="after($event, retour())" /></div>
      <p>
        {{ t('account.haveAccount') }}
        <a routerLink="/connexion" [queryParams]="retour() ? { retour: retour() } : {}">{{
          t('account.signIn')
        }}</a>
      </p>
    </div>
  `,
  styleUrl: './account-page.scss',
})
export class SignUpPage {
  /** Query parameters: the address to return to, and `medecin` to register as a doctor. */
  readonly retour = input<string>();
  readonly profil = input<string>();

  protected readonly t = injectT();
  protected readonly after = injectAfterSignIn();
  protected readonly role = linkedSignal<'PATIENT' | 'DOCTOR'>(() =>
    this.profil() === 'medecin' ? 'DOCTOR' : 'PATIENT',
  );
}
