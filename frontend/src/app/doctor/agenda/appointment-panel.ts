import { httpResource } from '@angular/common/http';
import {
  afterRenderEffect,
  Component,
  computed,
  DOCUMENT,
  effect,
  inject,
  input,
  output,
  untracked,
  viewChild,
} from '@angular/core';
import { RouterLink } from '@angular/router';
import { appointmentsHistoryList } from '../../api/fn/appointments/appointments-history-list';
import { appointmentsRetrieve } from '../../api/fn/appointments/appointments-retrieve';
import { pathOf } from '../../core/http/path';
import { AppointmentHistory } from '../../booking/appointment-history';
import { toProblem } from '../../core/errors/problem';
import { latest } from '../../core/http/latest';
import { injectT } from '../../core/i18n/i18n';
import type { Appointment, HistoryEntry } from '../../core/models';
import { ErrorState } from '../../ui/error-state';
import { PhonePipe } from '../../ui/format-pipes';
import { Icon } from '../../ui/icon';
import { SideSheet } from '../../ui/side-sheet';
import { Skeleton } from '../../ui/skeleton';
import { AppointmentTransitions } from '../appointments/appointment-transitions';
import { AppointmentReschedule } from '../appointments/appointment-reschedule';
import { AppointmentSummary } from '../appointments/appointment-summary';

/** An appointment beside the agenda: what it is, and what the doctor may do with it. */
@Component({
  selector: 'app-appointment-panel',
  imports: [
    AppointmentHistory,
    ErrorState,
    Icon,
    PhonePipe,
    RouterLink,
    SideSheet,
    Skeleton,
    AppointmentTransitions,
    AppointmentReschedule,
    AppointmentSummary,
  ],
  template: `
    <app-side-sheet
      [heading]="item()?.patient?.name ?? t('doctor.appointment.title')"
      (closed)="closed.emit()"
    >
      @if (item(); as appointment) {
        <div class="stack">
          @if (appointment.patient.phone; as phone) {
            <a class="phone" [href]="'tel:' + phone">
              <app-icon name="phone" [size]="18" /> {{ phone | phone }}
            </a>
          }
          <app-appointment-summary [appointment]="appointment" />
          @if (appointment.message_medecin) {
            <p class="words">
              <strong>{{ t('doctor.appointment.yourMessage') }}</strong>
              {{ appointment.message_medecin }}
            </p>
          }
          @if (appointment.location_note) {
            <p class="words">
              <strong>{{ t('doctor.appointment.yourPlace') }}</strong>
              {{ appointment.location_note }}
            </p>
          }
          <app-appointment-transitions [appointment]="appointment" (changed)="update()" />
          <app-appointment-reschedule
            [appointment]="appointment"
            [narrow]="true"
            (changed)="update()"
          />
          <a
            class="btn btn-outlined page-link"
            [routerLink]="['/medecin/rendez-vous', appointment.id]"
          >
            <app-icon name="open_in_new" /> {{ t('doctor.agenda.openAppointment') }}
          </a>
          @if (history.hasValue() && history.value().length) {
            <details>
              <summary>{{ t('doctor.appointment.history') }}</summary>
              <app-appointment-history [entries]="history.value()" />
            </details>
          }
        </div>
      } @else if (missing()) {
        <p>{{ t('doctor.appointment.missingText') }}</p>
      } @else if (appointment.error(); as failure) {
        <app-error-state [error]="failure" (retry)="appointment.reload()" />
      } @else {
        <app-skeleton [count]="5" />
      }
    </app-side-sheet>
  `,
  styles: `
    .page-link {
      align-self: start;
    }
    .phone {
      display: inline-flex;
      gap: var(--space-2);
      align-items: center;
      min-height: 32px;
      align-self: start;
    }
    .words {
      overflow-wrap: anywhere;
    }
    summary {
      min-height: 44px;
      padding-top: 10px;
      font-weight: 600;
      cursor: pointer;
    }
    app-appointment-history {
      display: block;
      margin-top: var(--space-2);
    }
  `,
})
export class AppointmentPanel {
  readonly id = input.required<number>();
  /** Moves on when something in the agenda changed. */
  readonly refreshed = input(0);
  readonly closed = output();
  readonly changed = output();

  protected readonly t = injectT();
  private readonly sheet = viewChild.required(SideSheet);
  protected readonly appointment = httpResource<Appointment>(() =>
    pathOf(appointmentsRetrieve, { id: this.id() }),
  );
  protected readonly history = httpResource<HistoryEntry[]>(() =>
    pathOf(appointmentsHistoryList, { id: this.id() }),
  );
  protected readonly item = latest(this.appointment);
  protected readonly missing = computed(
    () =>
      this.appointment.error() !== undefined && toProblem(this.appointment.error()).status === 404,
  );

  constructor() {
    effect(() => {
      this.refreshed();
      untracked(() => this.reload());
    });
    const page = inject(DOCUMENT);
    // A move that was made takes its own button away, and the focus with it.
    afterRenderEffect(() => {
      if (this.item() && page.activeElement === page.body) {
        this.sheet().focus();
      }
    });
  }

  protected update(): void {
    this.reload();
    this.changed.emit();
  }

  private reload(): void {
    this.appointment.reload();
    this.history.reload();
  }
}
