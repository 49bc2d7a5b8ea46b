import { httpResource } from '@angular/common/http';
import { Component, computed, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { appointmentsList } from '../../api/fn/appointments/appointments-list';
import { byStart, isUpcoming, startOf } from '../../booking/appointment-times';
import { Session } from '../../core/auth/session';
import { latest } from '../../core/http/latest';
import { injectT } from '../../core/i18n/i18n';
import type { Appointment } from '../../core/models';
import { Live } from '../../core/realtime/live';
import { EmptyState } from '../../ui/empty-state';
import { ErrorState } from '../../ui/error-state';
import { Icon } from '../../ui/icon';
import { PageHeader } from '../../ui/page-header';
import { Skeleton } from '../../ui/skeleton';
import { AppointmentHero } from './appointment-hero';
import { AppointmentRow } from './appointment-row';

const PAST_PAGE = 10;

/** What is next, what comes after, what has been. Follows changes live. */
@Component({
  selector: 'app-patient-home-page',
  imports: [
    AppointmentHero,
    AppointmentRow,
    EmptyState,
    ErrorState,
    Icon,
    PageHeader,
    RouterLink,
    Skeleton,
  ],
  templateUrl: './patient-home-page.html',
  styleUrl: './patient-home-page.scss',
})
export class PatientHomePage {
  protected readonly t = injectT();
  protected readonly session = inject(Session);

  protected readonly upcoming = httpResource<Appointment[]>(() => ({
    url: appointmentsList.PATH,
    params: { when: 'upcoming', limit: 100 },
  }));
  private readonly pastLimit = signal(PAST_PAGE);
  protected readonly past = httpResource<Appointment[]>(() => ({
    url: appointmentsList.PATH,
    params: { when: 'past', limit: this.pastLimit() },
  }));
  private readonly upcomingList = latest(this.upcoming);
  protected readonly pastList = latest(this.past, { keep: true });

  protected readonly open = computed(() =>
    this.upcomingList()
      ?.filter((item) => isUpcoming(item))
      .sort(byStart),
  );
  /** Cancelled or declined, though their date is still to come. */
  protected readonly closed = computed(() =>
    (this.upcomingList() ?? []).filter((item) => !isUpcoming(item)).sort(byStart),
  );
  protected readonly next = computed(() => this.open()?.find((item) => startOf(item) !== null));
  protected readonly later = computed(
    () => this.open()?.filter((item) => item.id !== this.next()?.id) ?? [],
  );
  protected readonly history = computed(() =>
    [...this.closed(), ...(this.pastList() ?? [])].sort((one, other) => byStart(other, one)),
  );
  protected readonly morePast = computed(() => (this.pastList()?.length ?? 0) >= this.pastLimit());

  constructor() {
    const live = inject(Live);
    live.onAppointment(() => this.refresh());
    live.onResync(() => this.refresh());
  }

  protected refresh(): void {
    this.upcoming.reload();
    this.past.reload();
  }

  protected showMore(): void {
    this.pastLimit.update((value) => Math.min(500, value + PAST_PAGE));
  }
}
