import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input, numberAttribute } from '@angular/core';
import { RouterLink } from '@angular/router';
import { appointmentsList } from '../../api/fn/appointments/appointments-list';
import { patientsRetrieve } from '../../api/fn/patients/patients-retrieve';
import type { PatientDetailOut } from '../../api/models';
import { startOf } from '../../booking/appointment-times';
import { toProblem } from '../../core/errors/problem';
import { latest } from '../../core/http/latest';
import { pathOf } from '../../core/http/path';
import { Formats } from '../../core/i18n/formats';
import { injectT } from '../../core/i18n/i18n';
import type { Appointment } from '../../core/models';
import { Live } from '../../core/realtime/live';
import { EmptyState } from '../../ui/empty-state';
import { ErrorState } from '../../ui/error-state';
import { DateTimePipe, PhonePipe } from '../../ui/format-pipes';
import { PageHeader } from '../../ui/page-header';
import { Skeleton } from '../../ui/skeleton';
import { StatusBadge } from '../../ui/status-badge';
import { bornOn } from './born-on';
import { CodeCard } from './code-card';

/** One of the doctor's patients: who they are, the record where it is open, and their next appointments with this doctor. */
@Component({
  selector: 'app-patient-page',
  imports: [
    CodeCard,
    DateTimePipe,
    EmptyState,
    ErrorState,
    PageHeader,
    PhonePipe,
    RouterLink,
    Skeleton,
    StatusBadge,
  ],
  templateUrl: './patient-page.html',
  styleUrl: './patients.scss',
})
export class PatientPage {
  readonly id = input.required({ transform: numberAttribute });

  protected readonly t = injectT();
  protected readonly startOf = startOf;
  protected readonly formats = inject(Formats);

  protected readonly patient = httpResource<PatientDetailOut>(() =>
    pathOf(patientsRetrieve, { id: this.id() }),
  );
  protected readonly appointments = httpResource<Appointment[]>(() => ({
    url: appointmentsList.PATH,
    params: { patient: this.id(), when: 'upcoming', limit: 20 },
  }));
  protected readonly who = latest(this.patient);
  protected readonly upcoming = latest(this.appointments, { keep: true });
  protected readonly born = computed(() => {
    const patient = this.who();
    return patient ? bornOn(patient, this.t, this.formats) : '';
  });
  protected readonly missing = computed(
    () => this.patient.error() !== undefined && toProblem(this.patient.error()).status === 404,
  );

  constructor() {
    const live = inject(Live);
    live.onAppointment(() => this.appointments.reload());
    live.onResync(() => this.reload());
  }

  protected reload(): void {
    this.patient.reload();
    this.appointments.reload();
  }
}
