import { httpResource } from '@angular/common/http';
import { Component, computed, inject, linkedSignal, signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { ActivatedRoute, Router } from '@angular/router';
import { appointmentsList } from '../../api/fn/appointments/appointments-list';
import { AppointmentsApi } from '../../booking/appointments-api';
import { byStart, startOf } from '../../booking/appointment-times';
import { injectProblemText } from '../../core/errors/problem-text';
import { latest } from '../../core/http/latest';
import { Formats } from '../../core/i18n/formats';
import { I18n } from '../../core/i18n/i18n';
import type { Appointment } from '../../core/models';
import { Live } from '../../core/realtime/live';
import { Confirm } from '../../ui/confirm-dialog';
import { EmptyState } from '../../ui/empty-state';
import { ErrorState } from '../../ui/error-state';
import { FormError } from '../../ui/form-error';
import { Icon } from '../../ui/icon';
import { PageHeader } from '../../ui/page-header';
import { Skeleton } from '../../ui/skeleton';
import { Toasts } from '../../ui/toasts';
import { AdminAppointmentRow } from './admin-appointment-row';
import {
  type AppointmentFilters,
  fromUrl,
  hasDays,
  noFilters,
  periods,
  statuses,
  toApi,
  toUrl,
} from './appointment-filters';
import { isDay } from '../days';

const PAGE = 30;
const MOST = 500;

/** Requests that wait for a doctor, and all appointments by day and status. */
@Component({
  selector: 'app-admin-appointments-page',
  imports: [AdminAppointmentRow, EmptyState, ErrorState, FormError, Icon, PageHeader, Skeleton],
  templateUrl: './admin-appointments-page.html',
  styleUrl: '../admin-list.scss',
})
export class AdminAppointmentsPage {
  protected readonly i18n = inject(I18n);
  protected readonly t = this.i18n.t;
  private readonly formats = inject(Formats);
  private readonly api = inject(AppointmentsApi);
  private readonly router = inject(Router);
  private readonly route = inject(ActivatedRoute);
  private readonly confirm = inject(Confirm);
  private readonly toasts = inject(Toasts);
  private readonly problemText = injectProblemText();

  protected readonly statuses = statuses;
  protected readonly periods = periods;
  protected readonly none = noFilters;
  private readonly params = toSignal(this.route.queryParams, { initialValue: {} });
  protected readonly filters = computed(() => fromUrl(this.params()));
  protected readonly hasDays = computed(() => hasDays(this.filters()));
  private readonly limit = signal(PAGE);
  private readonly asked = computed(
    () => ({
      ...toApi(this.filters(), this.formats.dayKey(new Date()), (day) =>
        this.formats.instant(`${day}T00:00`).toISOString(),
      ),
      limit: this.limit(),
      count: true,
    }),
    { equal: (one, other) => JSON.stringify(one) === JSON.stringify(other) },
  );
  protected readonly appointments = httpResource<Appointment[]>(() => ({
    url: appointmentsList.PATH,
    params: this.asked(),
  }));
  private readonly list = latest(this.appointments, { keep: true });
  protected readonly shown = computed(() => {
    const rows = this.list();
    // Requests without a doctor have a wished time only, which the server does not order by.
    return rows && this.filters().view === 'unassigned' ? [...rows].sort(byStart) : rows;
  });
  /** How many there are in all, also while more of them are loaded. */
  protected readonly total = linkedSignal<string | null | undefined, number>({
    source: () => this.appointments.headers()?.get('X-Total-Count'),
    computation: (count, previous) => (count ? Number(count) : (previous?.value ?? 0)),
  });
  protected readonly more = computed(
    () => (this.list()?.length ?? 0) < this.total() && this.limit() < MOST,
  );
  protected readonly error = signal('');

  constructor() {
    const live = inject(Live);
    live.onNotification(() => this.appointments.reload());
    live.onAppointment(() => this.appointments.reload());
    live.onResync(() => this.appointments.reload());
  }

  protected filter(change: Partial<AppointmentFilters>): void {
    this.limit.set(PAGE);
    void this.router.navigate([], {
      relativeTo: this.route,
      queryParams: toUrl({ ...this.filters(), ...change }),
    });
  }

  protected search(event: Event, q: string): void {
    event.preventDefault();
    this.filter({ q: q.trim() });
  }

  /** A day that is still being typed has a year like 0202. */
  protected pickDay(which: 'from' | 'to', day: string): void {
    if (day === '' || isDay(day)) {
      this.filter({ [which]: day });
    }
  }

  protected showMore(): void {
    this.limit.update((value) => Math.min(MOST, value + PAGE));
  }

  protected assigned(appointment: Appointment): void {
    this.toasts.show(
      this.t('admin.appointments.assigned', { doctor: appointment.doctor?.name ?? '' }),
    );
    this.appointments.reload();
  }

  protected async close(appointment: Appointment, move: 'decline' | 'cancel'): Promise<void> {
    const start = startOf(appointment);
    const answer = await this.confirm.ask({
      heading: this.t(`admin.appointments.${move}Heading`),
      text: this.t('admin.appointments.closeText', {
        name: appointment.patient.name,
        when: start ? this.formats.dateTime(start) : this.t('admin.appointments.noTime'),
      }),
      confirm: this.t(`admin.appointments.${move}Confirm`),
      reason: { label: this.t('admin.appointments.reason') },
      danger: true,
    });
    if (!answer) {
      return;
    }
    this.error.set('');
    try {
      await this.api[move](appointment, answer.reason);
      this.toasts.show(this.t(`admin.appointments.${move}Done`));
    } catch (failure) {
      this.error.set(this.problemText(failure));
    }
    this.appointments.reload();
  }
}
