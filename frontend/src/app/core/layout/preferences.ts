import { Component, inject } from '@angular/core';
import { Api } from '../../api/api';
import { usersMePartialUpdate$Json } from '../../api/fn/users/users-me-partial-update-json';
import { Session } from '../auth/session';
import { I18n, type Language } from '../i18n/i18n';
import { Icon } from '../../ui/icon';
import type { IconName } from '../../ui/icon-name';
import { Theme, type ThemeChoice } from './theme';

/** Language and theme; the language of someone signed in is kept on the server for e-mails. */
@Component({
  selector: 'app-preferences',
  imports: [Icon],
  template: `
    <div class="line" role="group" [attr.aria-label]="i18n.t('common.language')">
      <span class="muted">{{ i18n.t('common.language') }}</span>
      <div class="segmented">
        @for (language of languages; track language.code) {
          <button
            type="button"
            [lang]="language.code"
            [attr.aria-pressed]="i18n.language() === language.code"
            [attr.aria-label]="language.code.toUpperCase() + ', ' + language.name"
            (click)="speak(language.code)"
          >
            {{ language.code.toUpperCase() }}
          </button>
        }
      </div>
    </div>
    <div class="line" role="group" [attr.aria-label]="i18n.t('theme.title')">
      <span class="muted">{{ i18n.t('theme.title') }}</span>
      <div class="segmented">
        @for (item of themes; track item.choice) {
          <button
            type="button"
            [attr.aria-pressed]="theme.choice() === item.choice"
            [attr.aria-label]="i18n.t('theme.' + item.choice)"
            [title]="i18n.t('theme.' + item.choice)"
            (click)="theme.choose(item.choice)"
          >
            <app-icon [name]="item.icon" [size]="18" />
          </button>
        }
      </div>
    </div>
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      gap: var(--space-3);
    }
    .line {
      display: flex;
      align-items: center;
      justify-content: space-between;
      gap: var(--space-3);
      font-size: var(--text-sm);
    }
    .segmented > * {
      min-height: 36px;
      padding: 0 12px;
    }
  `,
})
export class Preferences {
  protected readonly i18n = inject(I18n);
  protected readonly theme = inject(Theme);
  private readonly session = inject(Session);
  private readonly api = inject(Api);

  protected readonly languages: readonly { code: Language; name: string }[] = [
    { code: 'fr', name: 'Français' },
    { code: 'en', name: 'English' },
  ];
  protected readonly themes: readonly { choice: ThemeChoice; icon: IconName }[] = [
    { choice: 'system', icon: 'contrast' },
    { choice: 'light', icon: 'light_mode' },
    { choice: 'dark', icon: 'dark_mode' },
  ];

  protected async speak(language: Language): Promise<void> {
    await this.i18n.setLanguage(language);
    if (this.session.signedIn()) {
      try {
        const user = await this.api.invoke(usersMePartialUpdate$Json, { body: { language } });
        this.session.update(user);
      } catch {
        // The page already speaks the language; only later e-mails keep the former one.
        return;
      }
    }
  }
}
