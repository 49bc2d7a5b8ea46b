import { Component, inject, resource, viewChild } from '@angular/core';
import { I18n } from '../../core/i18n/i18n';
import { Preferences } from '../../core/layout/preferences';
import { MailCard } from '../../ui/mail-card';
import { PageHeader } from '../../ui/page-header';
import { PasswordCard } from '../../ui/password-card';
import { type HasUnsavedChanges, warnBeforeUnload } from '../../ui/unsaved-changes';
import { PictureCard } from '../../ui/picture-card';
import { DoctorProfileForm } from './profile-form';

/** The doctor's own profile, booking rules, picture, language and password. */
@Component({
  selector: 'app-doctor-profile-edit-page',
  imports: [DoctorProfileForm, MailCard, PageHeader, PasswordCard, PictureCard, Preferences],
  template: `
    <div class="page profile stack">
      <app-page-header [heading]="t('doctor.profile.title')" [text]="t('doctor.profile.text')" />
      @if (texts.hasValue()) {
        <app-picture-card [hint]="t('doctor.profile.pictureHint')" />
        <app-doctor-profile-form class="stack">
          <section class="card stack" aria-labelledby="display-heading">
            <h2 id="display-heading">{{ t('doctor.profile.display') }}</h2>
            <app-preferences />
          </section>
          <app-mail-card />
          <app-password-card />
        </app-doctor-profile-form>
      }
    </div>
  `,
  styles: `
    .profile {
      max-width: 840px;
    }
    app-page-header {
      margin-bottom: 0;
    }
  `,
})
export class DoctorProfileEditPage implements HasUnsavedChanges {
  private readonly i18n = inject(I18n);
  protected readonly t = this.i18n.t;
  private readonly form = viewChild(DoctorProfileForm);

  /** The form and the password card speak with the account's texts. */
  protected readonly texts = resource({
    loader: async () => {
      await this.i18n.load('account');
      return true;
    },
  });

  constructor() {
    warnBeforeUnload(() => this.hasUnsavedChanges());
  }

  hasUnsavedChanges(): boolean {
    return this.form()?.dirty() ?? false;
  }
}
