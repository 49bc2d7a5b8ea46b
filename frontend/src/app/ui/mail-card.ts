import { httpResource } from '@angular/common/http';
import { Component, inject, signal } from '@angular/core';
import { Api } from '../api/api';
import { notificationsPreferencesPartialUpdate } from '../api/fn/notifications/notifications-preferences-partial-update';
import { notificationsPreferencesRetrieve } from '../api/fn/notifications/notifications-preferences-retrieve';
import type { PatchedPreferencesRequest } from '../api/models';
import { injectProblemText } from '../core/errors/problem-text';
import { I18n } from '../core/i18n/i18n';
import type { MailPreferences } from '../core/models';
import { ErrorState } from './error-state';
import { FormError } from './form-error';
import { Skeleton } from './skeleton';
import { Toasts } from './toasts';

/** Which e-mails one gets, and in which hours not; each change is kept at once. */
@Component({
  selector: 'app-mail-card',
  imports: [ErrorState, FormError, Skeleton],
  template: `
    <section class="card stack" aria-labelledby="mail-heading">
      <h2 id="mail-heading">{{ i18n.t('account.mails') }}</h2>
      @if (preferences.error()) {
        <app-error-state [error]="preferences.error()" (retry)="preferences.reload()" />
      } @else if (preferences.hasValue()) {
        <app-form-error [text]="error()" />
        <fieldset>
          <legend>{{ i18n.t('account.mailsWanted') }}</legend>
          @for (mail of preferences.value().mails; track mail.group) {
            <label class="check"
              ><input
                type="checkbox"
                [checked]="mail.is_wanted"
                [disabled]="busy()"
                (change)="choose(mail, $event)"
              /><span>{{ mail.title }}</span></label
            >
          }
        </fieldset>
        <fieldset>
          <legend>{{ i18n.t('account.quiet') }}</legend>
          <div class="hours">
            <label for="quiet-from">{{ i18n.t('account.quietFrom') }}</label>
            <input
              id="quiet-from"
              class="input"
              type="time"
              aria-describedby="quiet-hint"
              [value]="preferences.value().quiet_from"
              (change)="keepHour('quiet_from', $event)"
            />
            <label for="quiet-until">{{ i18n.t('account.quietUntil') }}</label>
            <input
              id="quiet-until"
              class="input"
              type="time"
              aria-describedby="quiet-hint"
              [value]="preferences.value().quiet_until"
              (change)="keepHour('quiet_until', $event)"
            />
          </div>
          <p id="quiet-hint" class="muted small">{{ i18n.t('account.quietHint') }}</p>
        </fieldset>
      } @else {
        <app-skeleton [count]="3" />
      }
    </section>
  `,
  styles: `
    fieldset {
      border: 0;
      padding: 0;
      margin: 0;
    }
    legend {
      padding: 0;
      font-size: var(--text-sm);
      font-weight: 600;
    }
    .check {
      display: flex;
      align-items: center;
      gap: var(--space-3);
      min-height: 44px;
    }
    .check input {
      flex: none;
      width: 20px;
      height: 20px;
      accent-color: var(--mat-sys-primary);
    }
    .hours {
      display: grid;
      grid-template-columns: auto minmax(0, 9rem) auto minmax(0, 9rem);
      justify-content: start;
      align-items: center;
      gap: var(--space-3);
      margin: var(--space-2) 0;
    }
    @media (width <= 480px) {
      .hours {
        grid-template-columns: auto minmax(0, 9rem);
      }
    }
  `,
})
export class MailCard {
  protected readonly i18n = inject(I18n);
  protected readonly busy = signal(false);
  protected readonly error = signal('');
  private readonly api = inject(Api);
  private readonly toasts = inject(Toasts);
  private readonly problemText = injectProblemText();

  protected readonly preferences = httpResource<MailPreferences>(() => ({
    url: notificationsPreferencesRetrieve.PATH,
    // The server names the kinds: another language asks anew.
    headers: { 'Accept-Language': this.i18n.language() },
  }));

  protected async choose(mail: MailPreferences['mails'][number], event: Event): Promise<void> {
    const box = event.target as HTMLInputElement;
    if (!(await this.keep({ mails: [{ group: mail.group, is_wanted: box.checked }] }))) {
      box.checked = mail.is_wanted;
    }
  }

  protected async keepHour(name: 'quiet_from' | 'quiet_until', event: Event): Promise<void> {
    const hour = event.target as HTMLInputElement;
    if (!hour.value) {
      this.error.set(this.i18n.t(`account.quietMissing.${name}`));
      hour.value = this.preferences.value()?.[name] ?? '';
    } else if (!(await this.keep({ [name]: hour.value }))) {
      hour.value = this.preferences.value()?.[name] ?? '';
    }
  }

  /** Keeps a change and shows what is kept now; false, and why, when it was not. */
  private async keep(body: PatchedPreferencesRequest): Promise<boolean> {
    this.busy.set(true);
    this.error.set('');
    try {
      this.preferences.set(await this.api.invoke(notificationsPreferencesPartialUpdate, { body }));
      this.toasts.show(this.i18n.t('account.mailsKept'));
      return true;
    } catch (error) {
      this.error.set(this.problemText(error));
      return false;
    } finally {
      this.busy.set(false);
    }
  }
}
