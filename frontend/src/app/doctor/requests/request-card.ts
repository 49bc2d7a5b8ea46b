import { Component, computed, inject, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import { endOf, startOf } from '../../booking/appointment-times';
import { ProposalTimes } from '../../booking/proposal-times';
import { Formats } from '../../core/i18n/formats';
import { injectT } from '../../core/i18n/i18n';
import type { Appointment } from '../../core/models';
import { Avatar } from '../../ui/avatar';
import { AgoPipe, ClockPipe, DayPipe } from '../../ui/format-pipes';
import { Icon } from '../../ui/icon';
import { AppointmentTransitions } from '../appointments/appointment-transitions';

/** One request, or one proposed change: who asks for what and when, and the answer. */
@Component({
  selector: 'app-request-card',
  imports: [
    AgoPipe,
    AppointmentTransitions,
    Avatar,
    ClockPipe,
    DayPipe,
    Icon,
    ProposalTimes,
    RouterLink,
  ],
  template: `
    @let item = appointment();
    <div class="top">
      <app-avatar [name]="item.patient.name" [size]="48" />
      <div class="words">
        <h3>
          <a [routerLink]="['/medecin/rendez-vous', item.id]">{{ item.patient.name }}</a>
        </h3>
        @if (!item.proposal) {
          <p class="when">
            <time [attr.datetime]="start()">{{ start() | day }}</time>
            <span class="tabular">{{ start() | clock }} – {{ end() | clock }}</span>
          </p>
        }
        @if (item.proposal) {
          <p class="muted small">{{ t('doctor.appointment.proposal.heading') }}</p>
        } @else {
          <p class="muted small">
            {{ t('doctor.requests.asked') }} {{ item.created_at | ago }} ·
            {{ t('booking.mode.' + item.consultation_mode) }}
          </p>
        }
      </div>
    </div>
    @if (item.proposal; as proposal) {
      <app-proposal-times [appointment]="item" />
      <p class="muted small">
        {{
          t('doctor.appointment.proposal.until', { until: formats.dateTime(proposal.expires_at) })
        }}
      </p>
    }
    @if (item.motif || item.message_patient) {
      <div class="said">
        @if (item.motif) {
          <p>
            <strong>{{ item.motif }}</strong>
          </p>
        }
        @if (item.message_patient) {
          <p class="muted"><app-icon name="chat" [size]="18" /> {{ item.message_patient }}</p>
        }
      </div>
    }
    <app-appointment-transitions [appointment]="item" (changed)="changed.emit()" />
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      gap: var(--space-3);
      padding: var(--space-4);
      border: var(--line);
      border-radius: var(--radius);
      background: var(--card);
    }
    .top {
      display: flex;
      gap: var(--space-3);
    }
    .words {
      min-width: 0;
    }
    h3 {
      margin: 0;
      font-size: var(--text-base);
    }
    h3 a {
      color: inherit;
    }
    .when {
      display: flex;
      flex-wrap: wrap;
      gap: 0 var(--space-2);
    }
    .when time::first-letter {
      text-transform: uppercase;
    }
    .said {
      display: flex;
      flex-direction: column;
      gap: var(--space-1);
    }
  `,
})
export class RequestCard {
  readonly appointment = input.required<Appointment>();
  readonly changed = output();

  protected readonly t = injectT();
  protected readonly formats = inject(Formats);
  protected readonly start = computed(() => startOf(this.appointment()));
  protected readonly end = computed(() => endOf(this.appointment()));
}
