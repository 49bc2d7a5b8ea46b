import { Component, computed, inject, input, output, signal } from '@angular/core';
import { startOf } from '../../booking/appointment-times';
import { Session } from '../../core/auth/session';
import { Formats } from '../../core/i18n/formats';
import { injectT } from '../../core/i18n/i18n';
import type { Appointment, Move } from '../../core/models';
import { Confirm } from '../../ui/confirm-dialog';
import { FormError } from '../../ui/form-error';
import { Icon } from '../../ui/icon';
import { Toasts } from '../../ui/toasts';
import { injectVisitProblem } from './visit-problem';
import { VisitsApi } from './visits-api';

/** The moves that the server allows the doctor now, as buttons. */
@Component({
  selector: 'app-visit-moves',
  imports: [FormError, Icon],
  template: `
    <app-form-error [text]="problem()" />
    <div class="row">
      @if (can('confirm')) {
        <button type="button" class="btn btn-primary" (click)="confirm()">
          <app-icon name="check" /> {{ t('doctor.visit.confirm') }}
        </button>
      }
      @if (waiting() && can('assign')) {
        <button type="button" class="btn btn-primary" (click)="take()">
          <app-icon name="event_available" /> {{ t('doctor.visit.take') }}
        </button>
      }
      @if (can('complete')) {
        <button type="button" class="btn btn-primary" (click)="complete()">
          <app-icon name="task_alt" /> {{ t('doctor.visit.complete') }}
        </button>
      }
      @if (can('no_show')) {
        <button type="button" class="btn btn-outlined" (click)="noShow()">
          <app-icon name="person_off" /> {{ t('doctor.visit.noShow') }}
        </button>
      }
      @if (can('decline')) {
        <button type="button" class="btn btn-outlined btn-danger" (click)="decline()">
          {{ t('doctor.visit.decline') }}
        </button>
      }
      @if (can('cancel') && !can('decline')) {
        <button type="button" class="btn btn-outlined btn-danger" (click)="cancel()">
          {{ t('doctor.visit.cancel') }}
        </button>
      }
    </div>
  `,
})
export class VisitMoves {
  readonly visit = input.required<Appointment>();
  /** Something was done, or the visit turned out to be another than was shown. */
  readonly changed = output();

  protected readonly t = injectT();
  private readonly formats = inject(Formats);
  private readonly session = inject(Session);
  private readonly api = inject(VisitsApi);
  private readonly dialog = inject(Confirm);
  private readonly toasts = inject(Toasts);
  private readonly problemText = injectVisitProblem();

  protected readonly problem = signal('');
  protected readonly waiting = computed(() => this.visit().doctor === null);

  protected can(move: Move): boolean {
    return this.visit().moves.includes(move);
  }

  protected async confirm(): Promise<void> {
    const answer = await this.dialog.ask({
      heading: this.t('doctor.visit.confirmHeading'),
      text: this.summary(),
      confirm: this.t('doctor.visit.confirm'),
      reason: { label: this.t('doctor.visit.messageToPatient') },
    });
    if (answer) {
      await this.run('confirmed', () => this.api.confirm(this.visit(), answer.reason));
    }
  }

  protected async decline(): Promise<void> {
    const answer = await this.dialog.ask({
      heading: this.t('doctor.visit.declineHeading'),
      text: this.summary(),
      confirm: this.t('doctor.visit.decline'),
      danger: true,
      reason: { label: this.t('doctor.visit.reason') },
    });
    if (answer) {
      await this.run('declined', () => this.api.decline(this.visit(), answer.reason));
    }
  }

  protected async cancel(): Promise<void> {
    const answer = await this.dialog.ask({
      heading: this.t('doctor.visit.cancelHeading'),
      text: this.summary(),
      confirm: this.t('doctor.visit.cancel'),
      dismiss: this.t('doctor.visit.keep'),
      danger: true,
      reason: { label: this.t('doctor.visit.reason') },
    });
    if (answer) {
      await this.run('cancelled', () => this.api.cancel(this.visit(), answer.reason));
    }
  }

  protected complete(): Promise<void> {
    return this.run('completed', () => this.api.complete(this.visit()));
  }

  protected noShow(): Promise<void> {
    return this.run('markedNoShow', () => this.api.noShow(this.visit()));
  }

  protected take(): Promise<void> {
    const doctor = this.session.user()?.profile_id ?? 0;
    return this.run('taken', () => this.api.take(this.visit(), doctor));
  }

  private summary(): string {
    const visit = this.visit();
    const when = this.formats.dateTime(startOf(visit) ?? visit.created_at);
    return this.t('doctor.visit.summary', { patient: visit.patient.name, when });
  }

  private async run(done: string, act: () => Promise<Appointment>): Promise<void> {
    this.problem.set('');
    try {
      await act();
      this.toasts.show(this.t(`doctor.visit.done.${done}`));
    } catch (error) {
      this.problem.set(this.problemText(error));
    }
    this.changed.emit();
  }
}
