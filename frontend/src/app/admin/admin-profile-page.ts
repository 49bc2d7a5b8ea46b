import { Component, inject, resource } from '@angular/core';
import { Session } from '../core/auth/session';
import { I18n } from '../core/i18n/i18n';
import { Preferences } from '../core/layout/preferences';
import { MailCard } from '../ui/mail-card';
import { PageHeader } from '../ui/page-header';
import { PasswordCard } from '../ui/password-card';

/** Language, appearance and password of the signed-in administrator. */
@Component({
  selector: 'app-admin-profile-page',
  imports: [MailCard, PageHeader, PasswordCard, Preferences],
  template: `
    <div class="page profile stack">
      <app-page-header [heading]="t('admin.profile.title')" [text]="session.user()?.email ?? ''" />
      <section class="card stack" aria-labelledby="display-heading">
        <h2 id="display-heading">{{ t('admin.profile.display') }}</h2>
        <app-preferences />
      </section>
      @if (texts.hasValue()) {
        <app-mail-card />
        <app-password-card />
      }
    </div>
  `,
  styles: `
    .profile {
      max-width: 760px;
    }
    app-page-header {
      margin-bottom: 0;
    }
  `,
})
export class AdminProfilePage {
  private readonly i18n = inject(I18n);
  protected readonly t = this.i18n.t;
  protected readonly session = inject(Session);
  protected readonly texts = resource({
    loader: async () => {
      await this.i18n.load('account');
      return true;
    },
  });
}
