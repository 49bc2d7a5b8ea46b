import { Component, computed, inject, input } from '@angular/core';
import { endOf, startOf } from '../../booking/appointment-times';
import { videoLinkOf } from '../../booking/place';
import { ProposalTimes } from '../../booking/proposal-times';
import { Formats } from '../../core/i18n/formats';
import { injectT } from '../../core/i18n/i18n';
import type { Appointment } from '../../core/models';
import { ClockPipe, DayPipe } from '../../ui/format-pipes';
import { Icon } from '../../ui/icon';
import { StatusBadge } from '../../ui/status-badge';

/** When, where, in what state, and what the patient wrote. */
@Component({
  selector: 'app-appointment-summary',
  imports: [ClockPipe, DayPipe, Icon, ProposalTimes, StatusBadge],
  template: `
    <div class="top">
      <div>
        <p class="day">
          <time class="capital" [attr.datetime]="start()">{{ start() | day }}</time>
        </p>
        <p class="tabular">{{ start() | clock }} – {{ end() | clock }}</p>
      </div>
      <app-status-badge [status]="appointment().status" />
    </div>
    @if (appointment().proposal; as proposal) {
      <div class="proposal stack">
        <p>
          <strong>{{ t('doctor.appointment.proposal.heading') }}</strong>
        </p>
        <app-proposal-times [appointment]="appointment()" />
        <p class="small">
          {{
            t('doctor.appointment.proposal.until', { until: formats.dateTime(proposal.expires_at) })
          }}
        </p>
      </div>
    }
    <p class="line">
      <app-icon
        [name]="appointment().consultation_mode === 'distanciel' ? 'videocam' : 'location_on'"
        [size]="18"
      />
      {{ t('booking.mode.' + appointment().consultation_mode) }}
    </p>
    @if (videoLink(); as link) {
      <p class="line long">
        <app-icon name="open_in_new" [size]="18" />
        <span>
          {{ t('booking.videoLink') }}<br />
          <a [href]="link" target="_blank" rel="noopener noreferrer">{{ link }}</a>
        </span>
      </p>
    }
    @if (appointment().arrived_at; as arrived) {
      <p class="line">
        <app-icon name="check_circle" [size]="18" />
        {{ t('doctor.appointment.arrivedAt', { when: formats.time(arrived) }) }}
      </p>
    }
    @if (appointment().motif) {
      <p class="long">
        <strong>{{ t('doctor.appointment.motif') }}</strong> {{ appointment().motif }}
      </p>
    }
    @if (appointment().message_patient) {
      <p class="line long">
        <app-icon name="chat" [size]="18" />
        <span>
          <span class="sr-only">{{ t('doctor.appointment.fromPatient') }}</span>
          {{ appointment().message_patient }}
        </span>
      </p>
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      gap: var(--space-3);
    }
    .top {
      display: flex;
      flex-wrap: wrap;
      gap: var(--space-3);
      align-items: flex-start;
      justify-content: space-between;
    }
    .day {
      font-weight: 600;
    }
    .proposal {
      gap: var(--space-2);
      padding: var(--space-3);
      border-radius: var(--radius);
      background: var(--mat-sys-tertiary-container);
      color: var(--mat-sys-on-tertiary-container);
    }
    .line {
      display: flex;
      gap: var(--space-2);
      align-items: flex-start;
    }
    .line app-icon {
      margin-top: 3px;
    }
    .long {
      overflow-wrap: anywhere;
    }
  `,
})
export class AppointmentSummary {
  readonly appointment = input.required<Appointment>();

  protected readonly t = injectT();
  protected readonly formats = inject(Formats);
  protected readonly videoLink = computed(() => videoLinkOf(this.appointment()));
  protected readonly start = computed(() => startOf(this.appointment()));
  protected readonly end = computed(() => endOf(this.appointment()));
}
