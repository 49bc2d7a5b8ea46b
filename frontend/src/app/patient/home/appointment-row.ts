import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { startOf } from '../../booking/appointment-times';
import { Formats } from '../../core/i18n/formats';
import { injectT } from '../../core/i18n/i18n';
import type { Appointment } from '../../core/models';
import { Avatar } from '../../ui/avatar';
import { DateTimePipe } from '../../ui/format-pipes';
import { Icon } from '../../ui/icon';
import { StatusBadge } from '../../ui/status-badge';
import { Whose } from '../whose';

@Component({
  selector: 'app-appointment-row',
  imports: [Avatar, DateTimePipe, Icon, RouterLink, StatusBadge, Whose],
  providers: [Formats],
  template: `
    @let item = appointment();
    <app-avatar [name]="item.doctor?.name ?? '?'" [picture]="item.doctor?.picture" [size]="40" />
    <div class="words">
      <a [routerLink]="['/rendez-vous', item.id]">
        <time [attr.datetime]="start()">{{ start() | dateTime }}</time>
      </a>
      <app-whose [appointment]="item" />
      <p class="muted small">
        {{ item.doctor?.name ?? t('patient.doctorToCome') }}
        @if (item.doctor?.specialty; as specialty) {
          · {{ specialty }}
        }
        @if (item.consultation_mode === 'distanciel') {
          · {{ t('booking.mode.distanciel') }}
        }
        @if (formats.foreignNote(); as note) {
          · {{ note }}
        }
      </p>
      @if (item.proposal; as proposal) {
        <p class="muted small">
          {{ t('patient.proposal.short', { when: formats.dateTime(proposal.start_time) }) }}
        </p>
      }
    </div>
    <app-status-badge [status]="item.status" />
    @if (rebook() && item.doctor; as doctor) {
      <a class="btn btn-small again" [routerLink]="['/medecins', doctor.id]">
        <app-icon name="event_repeat" [size]="18" /> {{ t('patient.again') }}
      </a>
    }
  `,
  styles: `
    :host {
      position: relative;
      display: flex;
      align-items: center;
      gap: var(--space-3);
      padding: var(--space-3) var(--space-4);
      border: var(--line);
      border-radius: var(--radius);
      background: var(--card);
    }
    :host:hover {
      border-color: var(--mat-sys-outline);
    }
    .words {
      flex: 1;
      min-width: 0;
    }
    .words a {
      color: inherit;
      font-weight: 600;
      text-decoration: none;
    }
    .words time {
      display: inline-block;
    }
    .words time::first-letter {
      text-transform: uppercase;
    }
    .words a::after {
      content: '';
      position: absolute;
      inset: 0;
      border-radius: var(--radius);
    }
    .again {
      position: relative;
    }
    @media (width <= 640px) {
      :host {
        flex-wrap: wrap;
      }
      .words {
        flex-basis: calc(100% - 56px);
      }
    }
  `,
})
export class AppointmentRow {
  readonly appointment = input.required<Appointment>();
  readonly rebook = input(false);

  protected readonly t = injectT();
  protected readonly formats = inject(Formats);
  protected readonly start = computed(() => startOf(this.appointment()));

  constructor() {
    this.formats.follow(() => this.appointment().doctor?.time_zone);
  }
}
