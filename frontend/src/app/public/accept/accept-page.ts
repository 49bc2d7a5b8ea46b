import { HttpContext } from '@angular/common/http';
import { Component, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Api } from '../../api/api';
import { appointmentsAcceptByLink } from '../../api/fn/appointments/appointments-accept-by-link';
import type { AcceptedOut } from '../../api/models';
import { SKIP_AUTH } from '../../core/auth/request-flags';
import { isProblem } from '../../core/errors/problem';
import { injectProblemText } from '../../core/errors/problem-text';
import { Formats } from '../../core/i18n/formats';
import { injectT } from '../../core/i18n/i18n';
import { ClockPipe, DateTimePipe } from '../../ui/format-pipes';
import { FormError } from '../../ui/form-error';
import { Icon } from '../../ui/icon';
import { TakeFocus } from '../../ui/take-focus';
import { injectMailedToken } from '../account/mailed-link';

/** Reached from a mail, without signing in: accepts an appointment that the doctor made. */
@Component({
  selector: 'app-accept-page',
  imports: [ClockPipe, DateTimePipe, FormError, Icon, RouterLink, TakeFocus],
  providers: [Formats],
  template: `
    <div class="page narrow stack">
      @if (accepted(); as done) {
        <div class="card stack" role="status" appTakeFocus>
          <h1>{{ t('public.accept.done') }}</h1>
          <p class="when">
            <app-icon name="event_available" [size]="24" />
            <strong>
              <time class="capital" [attr.datetime]="done.start_time">{{
                done.start_time | dateTime
              }}</time>
              – <time [attr.datetime]="done.end_time">{{ done.end_time | clock }}</time>
            </strong>
          </p>
          <p>{{ done.doctor }}</p>
          @if (formats.zoneNote(); as note) {
            <p class="muted small">{{ note }}</p>
          }
          <p class="muted">{{ t('public.accept.doneText') }}</p>
        </div>
        <p>
          <a routerLink="/">{{ t('notFound.home') }}</a>
        </p>
      } @else {
        <h1 tabindex="-1">{{ t('public.accept.title') }}</h1>
        @if (link()) {
          <div class="card stack">
            <p>{{ t('public.accept.text') }}</p>
            <p>{{ t('public.accept.opens') }}</p>
            <app-form-error [text]="error()" />
            @if (dead()) {
              <a class="btn btn-primary btn-block" routerLink="/mes-rendez-vous">{{
                t('nav.appointments')
              }}</a>
            } @else {
              <button
                type="button"
                class="btn btn-primary btn-block"
                [attr.aria-busy]="busy()"
                (click)="accept()"
              >
                <app-icon name="check" /> {{ t('public.accept.button') }}
              </button>
            }
          </div>
          @if (!dead()) {
            <p class="muted small">{{ t('public.accept.otherwise') }}</p>
          }
        } @else {
          <p class="banner banner-error" role="alert">
            <app-icon name="error" /> {{ t('public.accept.noLink') }}
          </p>
          <a class="btn btn-primary" routerLink="/mes-rendez-vous">{{ t('nav.appointments') }}</a>
        }
      }
    </div>
  `,
  styles: `
    .narrow {
      max-width: 520px;
    }
    .when {
      display: flex;
      gap: var(--space-2);
      align-items: flex-start;
    }
    .when app-icon {
      flex: none;
      color: var(--mat-sys-primary);
    }
  `,
})
export class AcceptPage {
  protected readonly t = injectT();
  protected readonly formats = inject(Formats);
  protected readonly link = injectMailedToken();
  protected readonly accepted = signal<AcceptedOut | null>(null);
  protected readonly busy = signal(false);
  protected readonly error = signal('');
  /** The link will never be good again: there is nothing left to press. */
  protected readonly dead = signal(false);
  private readonly api = inject(Api);
  private readonly problemText = injectProblemText();

  constructor() {
    this.formats.follow(() => this.accepted()?.time_zone);
  }

  protected async accept(): Promise<void> {
    const link = this.link();
    if (!link || this.busy()) {
      return;
    }
    this.busy.set(true);
    this.error.set('');
    try {
      const open = new HttpContext().set(SKIP_AUTH, true);
      const body = { token: link.token };
      this.accepted.set(await this.api.invoke(appointmentsAcceptByLink, { body }, open));
    } catch (error) {
      this.error.set(this.problemText(error));
      this.dead.set(isProblem(error, 'link_not_valid'));
    } finally {
      this.busy.set(false);
    }
  }
}
