import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input, numberAttribute, viewChild } from '@angular/core';
import { RouterLink } from '@angular/router';
import { appointmentsHistoryList } from '../../api/fn/appointments/appointments-history-list';
import { appointmentsRetrieve } from '../../api/fn/appointments/appointments-retrieve';
import { patientsRetrieve } from '../../api/fn/patients/patients-retrieve';
import { pathOf } from '../../core/http/path';
import type { PatientOut } from '../../api/models';
import { AppointmentHistory } from '../../booking/appointment-history';
import { toProblem } from '../../core/errors/problem';
import { latest } from '../../core/http/latest';
import { injectT } from '../../core/i18n/i18n';
import type { Appointment, HistoryEntry } from '../../core/models';
import { Live } from '../../core/realtime/live';
import { Avatar } from '../../ui/avatar';
import { EmptyState } from '../../ui/empty-state';
import { ErrorState } from '../../ui/error-state';
import { PhonePipe } from '../../ui/format-pipes';
import { Icon } from '../../ui/icon';
import { Skeleton } from '../../ui/skeleton';
import { type HasUnsavedChanges, warnBeforeUnload } from '../../ui/unsaved-changes';
import { AppointmentTransitions } from '../appointments/appointment-transitions';
import { AppointmentReschedule } from '../appointments/appointment-reschedule';
import { AppointmentSummary } from '../appointments/appointment-summary';
import { WordsForm } from './words-form';

/** One appointment, as its doctor sees it. */
@Component({
  selector: 'app-appointment-page',
  imports: [
    AppointmentHistory,
    Avatar,
    EmptyState,
    ErrorState,
    Icon,
    PhonePipe,
    RouterLink,
    Skeleton,
    AppointmentTransitions,
    AppointmentReschedule,
    AppointmentSummary,
    WordsForm,
  ],
  templateUrl: './appointment-page.html',
  styleUrl: './appointment-page.scss',
})
export class AppointmentPage implements HasUnsavedChanges {
  readonly id = input.required({ transform: numberAttribute });

  protected readonly t = injectT();
  private readonly words = viewChild(WordsForm);

  protected readonly appointment = httpResource<Appointment>(() =>
    pathOf(appointmentsRetrieve, { id: this.id() }),
  );
  protected readonly history = httpResource<HistoryEntry[]>(() =>
    pathOf(appointmentsHistoryList, { id: this.id() }),
  );
  protected readonly item = latest(this.appointment);
  protected readonly patient = httpResource<PatientOut>(() => {
    const id = this.item()?.patient.id;
    return id && this.item()?.doctor ? pathOf(patientsRetrieve, { id }) : undefined;
  });
  protected readonly missing = computed(
    () =>
      this.appointment.error() !== undefined && toProblem(this.appointment.error()).status === 404,
  );

  constructor() {
    const live = inject(Live);
    live.onAppointment((frame) => {
      // What is being written must not vanish under the doctor's hands.
      if (frame.id === this.id() && !this.hasUnsavedChanges()) {
        this.refresh();
      }
    });
    live.onResync(() => {
      if (!this.hasUnsavedChanges()) {
        this.refresh();
      }
    });
    warnBeforeUnload(() => this.hasUnsavedChanges());
  }

  hasUnsavedChanges(): boolean {
    return this.words()?.dirty() ?? false;
  }

  protected refresh(): void {
    this.appointment.reload();
    this.history.reload();
  }
}
