import { Component, computed, inject, input, output, signal } from '@angular/core';
import { startOf } from '../../booking/appointment-times';
import { Session } from '../../core/auth/session';
import { Formats } from '../../core/i18n/formats';
import { injectT } from '../../core/i18n/i18n';
import type { Appointment, Mode, Transition } from '../../core/models';
import { Confirm } from '../../ui/confirm-dialog';
import { FormError } from '../../ui/form-error';
import { Icon } from '../../ui/icon';
import { Toasts } from '../../ui/toasts';
import { injectAppointmentProblem } from './appointment-problem';
import { CodeEntry } from './code-entry';
import { ConfirmRequest } from './confirm-request-dialog';
import { AppointmentsApi } from '../../booking/appointments-api';

/** The moves that the server allows the doctor now, as buttons. */
@Component({
  selector: 'app-appointment-transitions',
  imports: [CodeEntry, FormError, Icon],
  template: `
    @if (can('accept') && !appointment().arrived_at) {
      <app-code-entry [appointment]="appointment()" (changed)="changed.emit()" />
    }
    <app-form-error [text]="problem()" />
    <div class="row">
      @if (can('confirm')) {
        <button type="button" class="btn btn-primary" (click)="confirm()">
          <app-icon name="check" />
          {{ t(proposed() ? 'doctor.appointment.proposal.accept' : 'doctor.appointment.confirm') }}
        </button>
      }
      @if (waiting() && can('assign')) {
        <button type="button" class="btn btn-primary" (click)="take()">
          <app-icon name="event_available" /> {{ t('doctor.appointment.take') }}
        </button>
      }
      @if (can('arrive')) {
        <button type="button" class="btn btn-outlined" (click)="arrive()">
          <app-icon name="check_circle" /> {{ t('doctor.appointment.arrive') }}
        </button>
      }
      @if (can('complete')) {
        <button type="button" class="btn btn-primary" (click)="complete()">
          <app-icon name="task_alt" /> {{ t('doctor.appointment.complete') }}
        </button>
      }
      @if (can('no_show')) {
        <button type="button" class="btn btn-outlined" (click)="noShow()">
          <app-icon name="person_off" /> {{ t('doctor.appointment.noShow') }}
        </button>
      }
      @if (can('decline')) {
        <button type="button" class="btn btn-outlined btn-danger" (click)="decline()">
          {{ t(proposed() ? 'doctor.appointment.proposal.refuse' : 'doctor.appointment.decline') }}
        </button>
      }
      @if (can('cancel') && (proposed() || !can('decline'))) {
        <button type="button" class="btn btn-outlined btn-danger" (click)="cancel()">
          {{ t('doctor.appointment.cancel') }}
        </button>
      }
    </div>
  `,
  styles: `
    app-code-entry {
      margin-bottom: var(--space-4);
    }
  `,
})
export class AppointmentTransitions {
  readonly appointment = input.required<Appointment>();
  /** Something was done, or the appointment turned out to be another than was shown. */
  readonly changed = output();

  protected readonly t = injectT();
  private readonly formats = inject(Formats);
  private readonly session = inject(Session);
  private readonly api = inject(AppointmentsApi);
  private readonly dialog = inject(Confirm);
  private readonly confirmDialog = inject(ConfirmRequest);
  private readonly toasts = inject(Toasts);
  private readonly problemText = injectAppointmentProblem();

  protected readonly problem = signal('');
  private busy = false;
  protected readonly proposed = computed(() => this.appointment().proposal !== null);
  protected readonly waiting = computed(() => this.appointment().doctor === null);

  protected can(move: Transition): boolean {
    return this.appointment().transitions.includes(move);
  }

  protected confirm(): Promise<void> {
    return this.proposed() ? this.acceptProposal() : this.confirmRequest();
  }

  protected decline(): Promise<void> {
    return this.proposed() ? this.refuseProposal() : this.declineRequest();
  }

  private async acceptProposal(): Promise<void> {
    const answer = await this.dialog.ask({
      heading: this.t('doctor.appointment.proposal.acceptHeading'),
      text: this.t('doctor.appointment.proposal.acceptText', this.change()),
      confirm: this.t('doctor.appointment.proposal.accept'),
      reason: { label: this.t('doctor.appointment.messageToPatient') },
    });
    if (answer) {
      const terms = answer.reason ? { message_medecin: answer.reason } : {};
      await this.run('accepted', () => this.api.confirm(this.appointment(), terms));
    }
  }

  private async refuseProposal(): Promise<void> {
    const answer = await this.dialog.ask({
      heading: this.t('doctor.appointment.proposal.refuseHeading'),
      text: this.t('doctor.appointment.proposal.refuseText', this.change()),
      confirm: this.t('doctor.appointment.proposal.refuse'),
      danger: true,
      reason: { label: this.t('doctor.appointment.reason') },
    });
    if (answer) {
      await this.run('refused', () => this.api.decline(this.appointment(), answer.reason));
    }
  }

  private async confirmRequest(): Promise<void> {
    const terms = await this.confirmDialog.ask(this.appointment());
    if (terms) {
      await this.run('confirmed', () => this.api.confirm(this.appointment(), terms));
    }
  }

  private async declineRequest(): Promise<void> {
    const answer = await this.dialog.ask({
      heading: this.t('doctor.appointment.declineHeading'),
      text: this.summary(),
      confirm: this.t('doctor.appointment.decline'),
      danger: true,
      reason: { label: this.t('doctor.appointment.reason') },
    });
    if (answer) {
      await this.run('declined', () => this.api.decline(this.appointment(), answer.reason));
    }
  }

  protected async cancel(): Promise<void> {
    const answer = await this.dialog.ask({
      heading: this.t('doctor.appointment.cancelHeading'),
      text: this.summary(),
      confirm: this.t('doctor.appointment.cancel'),
      dismiss: this.t('doctor.appointment.keep'),
      danger: true,
      reason: { label: this.t('doctor.appointment.reason') },
    });
    if (answer) {
      await this.run('cancelled', () => this.api.cancel(this.appointment(), answer.reason));
    }
  }

  protected complete(): Promise<void> {
    return this.run('completed', () => this.api.complete(this.appointment()));
  }

  protected arrive(): Promise<void> {
    return this.run('arrived', () => this.api.arrive(this.appointment()));
  }

  protected noShow(): Promise<void> {
    return this.run('markedNoShow', () => this.api.noShow(this.appointment()));
  }

  protected take(): Promise<void> {
    const doctor = this.session.user()?.profile_id ?? 0;
    return this.run('taken', () => this.api.assign(this.appointment(), doctor));
  }

  /** From what to what; how it takes place, where that is to change. */
  private change(): Record<string, string> {
    const { patient, proposal, start_time, consultation_mode } = this.appointment();
    const otherMode = proposal?.consultation_mode !== consultation_mode;
    const words = (start: string | null | undefined, mode: Mode | undefined) =>
      this.formats.dateTime(start ?? '') +
      (otherMode ? ` (${this.t(`booking.mode.${mode}`)})` : '');
    return {
      patient: patient.name,
      from: words(start_time, consultation_mode),
      to: words(proposal?.start_time, proposal?.consultation_mode),
    };
  }

  private summary(): string {
    const appointment = this.appointment();
    const when = this.formats.dateTime(startOf(appointment) ?? appointment.created_at);
    return this.t('doctor.appointment.summary', { patient: appointment.patient.name, when });
  }

  private async run(done: string, act: () => Promise<Appointment>): Promise<void> {
    // The second click of a double one would be refused, which is no news to anybody.
    if (this.busy) {
      return;
    }
    this.busy = true;
    this.problem.set('');
    try {
      await act();
      this.toasts.show(this.t(`doctor.appointment.done.${done}`));
    } catch (error) {
      this.problem.set(this.problemText(error));
    } finally {
      this.busy = false;
    }
    this.changed.emit();
  }
}
