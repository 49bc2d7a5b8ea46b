import { Component, inject, viewChild } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Session } from '../../core/auth/session';
import { injectT } from '../../core/i18n/i18n';
import { Preferences } from '../../core/layout/preferences';
import { Icon } from '../../ui/icon';
import { MailCard } from '../../ui/mail-card';
import { PageHeader } from '../../ui/page-header';
import { type HasUnsavedChanges, warnBeforeUnload } from '../../ui/unsaved-changes';
import { PasswordCard } from '../../ui/password-card';
import { PictureCard } from '../../ui/picture-card';
import { DependantsCard } from './dependants-card';
import { EmailNotice } from './email-notice';
import { GuardiansCard } from './guardians-card';
import { PatientCard } from './patient-card';

@Component({
  selector: 'app-profile-page',
  imports: [
    DependantsCard,
    EmailNotice,
    GuardiansCard,
    Icon,
    MailCard,
    PageHeader,
    PasswordCard,
    PatientCard,
    PictureCard,
    Preferences,
    RouterLink,
  ],
  template: `
    <div class="page profile">
      <app-page-header [heading]="t('patient.profile')" />
      @if (session.user(); as user) {
        <div class="card who">
          <div>
            <strong>{{ user.display_name }}</strong>
            <p class="muted small">{{ user.email }}</p>
          </div>
        </div>
      }
      @if (session.user()?.is_email_verified === false) {
        <app-email-notice />
      }
      <app-patient-card />
      <app-dependants-card />
      <app-guardians-card />
      <app-picture-card [hint]="t('patient.pictureHint')" />
      <section class="card stack">
        <h2>{{ t('patient.display') }}</h2>
        <app-preferences />
      </section>
      <app-mail-card />
      <section class="card stack">
        <div>
          <h2>{{ t('patient.care.cardTitle') }}</h2>
          <p class="muted small">{{ t('patient.care.cardText') }}</p>
        </div>
        <div class="row">
          <a class="btn btn-outlined" routerLink="/profil/medecins">
            <app-icon name="group" [size]="20" /> {{ t('patient.care.title') }}
          </a>
          <a class="btn btn-outlined" routerLink="/profil/acces">
            <app-icon name="visibility" [size]="20" /> {{ t('patient.accesses.link') }}
          </a>
        </div>
      </section>
      <app-password-card />
    </div>
  `,
  styles: `
    .profile {
      max-width: 760px;
      display: flex;
      flex-direction: column;
      gap: var(--space-4);
    }
    .who {
      display: flex;
      gap: var(--space-4);
      align-items: center;
      overflow-wrap: anywhere;
    }
    app-page-header {
      margin-bottom: 0;
    }
  `,
})
export class ProfilePage implements HasUnsavedChanges {
  protected readonly session = inject(Session);
  protected readonly t = injectT();
  private readonly patient = viewChild(PatientCard);

  constructor() {
    warnBeforeUnload(() => this.hasUnsavedChanges());
  }

  hasUnsavedChanges(): boolean {
    return this.patient()?.dirty() ?? false;
  }
}
