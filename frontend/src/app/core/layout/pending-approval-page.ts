import { Component, effect, inject, signal, untracked } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { homeOf } from '../auth/guards';
import { Session } from '../auth/session';
import { injectProblemText } from '../errors/problem-text';
import { injectT } from '../i18n/i18n';
import { EmptyState } from '../../ui/empty-state';
import { FormError } from '../../ui/form-error';
import { Icon } from '../../ui/icon';

/** What someone sees whose account an administrator has not approved yet. */
@Component({
  selector: 'app-pending-approval-page',
  imports: [EmptyState, FormError, Icon, RouterLink],
  template: `
    <div class="page page-narrow stack">
      <h1 class="sr-only">{{ t('titles.pending') }}</h1>
      <app-empty-state kind="document" [heading]="t('pending.heading')" [text]="t('pending.text')">
        <button type="button" class="btn btn-primary" [attr.aria-busy]="busy()" (click)="check()">
          <app-icon name="refresh" /> {{ t('pending.check') }}
        </button>
        <a class="btn" routerLink="/">{{ t('notFound.home') }}</a>
      </app-empty-state>
      <p role="status" class="muted">{{ note() }}</p>
      <app-form-error [text]="error()" />
    </div>
  `,
})
export class PendingApprovalPage {
  protected readonly t = injectT();
  protected readonly busy = signal(false);
  protected readonly note = signal('');
  protected readonly error = signal('');
  private readonly session = inject(Session);
  private readonly router = inject(Router);
  private readonly problemText = injectProblemText();

  constructor() {
    effect(() => {
      const user = this.session.user();
      if (user?.is_approved) {
        untracked(() => void this.router.navigateByUrl(homeOf[user.role]));
      }
    });
  }

  protected async check(): Promise<void> {
    if (this.busy()) {
      return;
    }
    this.busy.set(true);
    this.error.set('');
    this.note.set('');
    try {
      await this.session.loadUser();
      this.note.set(this.t('pending.still'));
    } catch (error) {
      this.error.set(this.problemText(error));
    } finally {
      this.busy.set(false);
    }
  }
}
