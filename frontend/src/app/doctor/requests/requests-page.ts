import { httpResource } from '@angular/common/http';
import { Component, computed, inject } from '@angular/core';
import { appointmentsList } from '../../api/fn/appointments/appointments-list';
import { latest } from '../../core/http/latest';
import { I18n } from '../../core/i18n/i18n';
import type { Appointment } from '../../core/models';
import { Live } from '../../core/realtime/live';
import { EmptyState } from '../../ui/empty-state';
import { ErrorState } from '../../ui/error-state';
import { PageHeader } from '../../ui/page-header';
import { Skeleton } from '../../ui/skeleton';
import { RequestCard } from './request-card';

/** Requests and proposed changes that wait for the doctor's answer; requests for any doctor. */
@Component({
  selector: 'app-requests-page',
  imports: [EmptyState, ErrorState, PageHeader, RequestCard, Skeleton],
  template: `
    <div class="page narrow">
      <app-page-header
        [heading]="t('doctor.requests.title')"
        [text]="mine() ? i18n.plural('doctor.requests.count', mine()!.length) : ''"
      />
      <div class="stack" aria-live="polite">
        @if (mine(); as rows) {
          @if (requests.error(); as failure) {
            <app-error-state [error]="failure" (retry)="refresh()" />
          }
          @for (appointment of rows; track appointment.id) {
            <app-request-card [appointment]="appointment" (changed)="refresh()" />
          } @empty {
            <app-empty-state
              [heading]="t('doctor.requests.emptyHeading')"
              [text]="t('doctor.requests.emptyText')"
            />
          }
          @if (unassigned().length) {
            <h2>{{ t('doctor.requests.unassigned') }}</h2>
            <p class="muted">{{ t('doctor.requests.unassignedText') }}</p>
            @for (appointment of unassigned(); track appointment.id) {
              <app-request-card [appointment]="appointment" (changed)="refresh()" />
            }
          }
        } @else if (requests.error(); as failure) {
          <app-error-state [error]="failure" (retry)="refresh()" />
        } @else {
          <app-skeleton kind="cards" />
        }
      </div>
    </div>
  `,
})
export class RequestsPage {
  protected readonly i18n = inject(I18n);
  protected readonly t = this.i18n.t;

  protected readonly requests = httpResource<Appointment[]>(() => ({
    url: appointmentsList.PATH,
    params: { to_answer: true, when: 'upcoming', limit: 200 },
  }));
  private readonly rows = latest(this.requests, { keep: true });
  protected readonly mine = computed(() =>
    this.rows()?.filter((appointment) => appointment.doctor !== null),
  );
  protected readonly unassigned = computed(
    () => this.rows()?.filter((appointment) => appointment.doctor === null) ?? [],
  );

  constructor() {
    const live = inject(Live);
    live.onAppointment(() => this.refresh());
    live.onResync(() => this.refresh());
  }

  protected refresh(): void {
    this.requests.reload();
  }
}
