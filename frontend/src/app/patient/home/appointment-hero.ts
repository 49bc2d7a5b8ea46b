import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { startOf } from '../../booking/appointment-times';
import { placeOf } from '../../booking/place';
import { Formats } from '../../core/i18n/formats';
import { injectT } from '../../core/i18n/i18n';
import type { Appointment } from '../../core/models';
import { Avatar } from '../../ui/avatar';
import { ClockPipe, DayPipe } from '../../ui/format-pipes';
import { Icon } from '../../ui/icon';
import { StatusBadge } from '../../ui/status-badge';
import { Whose } from '../whose';

/** The next appointment, large. */
@Component({
  selector: 'app-appointment-hero',
  imports: [Avatar, ClockPipe, DayPipe, Icon, RouterLink, StatusBadge, Whose],
  template: `
    @let item = appointment();
    <div class="when">
      <p class="label">{{ t('patient.next') }}</p>
      <p class="day">
        <time [attr.datetime]="start()">{{ start() | day }}</time>
      </p>
      <p class="hour tabular">{{ start() | clock }}</p>
      @if (formats.zoneNote(); as note) {
        <p class="small">{{ note }}</p>
      }
      <p class="soon">{{ start() ? formats.ago(start() ?? '') : '' }}</p>
    </div>
    <div class="what">
      <app-status-badge [status]="item.status" />
      @if (item.doctor; as doctor) {
        <div class="who">
          <app-avatar [name]="doctor.name" [picture]="doctor.picture" [size]="52" />
          <div>
            <h2>{{ doctor.name }}</h2>
            <p class="muted">{{ doctor.specialty }}</p>
            <app-whose [appointment]="item" />
          </div>
        </div>
      }
      <p class="place">
        @if (item.consultation_mode === 'distanciel') {
          <app-icon name="videocam" /> {{ t('booking.byVideo') }}
        } @else {
          <app-icon name="location_on" /> {{ place() }}
        }
      </p>
      @if (item.status === 'pending') {
        <p class="muted small">{{ t('patient.waiting') }}</p>
      }
      @if (item.proposal; as proposal) {
        <p class="muted small">
          {{ t('patient.proposal.short', { when: formats.dateTime(proposal.start_time) }) }}
        </p>
      }
      <div class="row">
        <a class="btn btn-primary" [routerLink]="['/rendez-vous', item.id]">{{
          t('patient.details')
        }}</a>
        @if (item.transitions.includes('reschedule')) {
          <a
            class="btn btn-outlined"
            [routerLink]="['/rendez-vous', item.id]"
            [queryParams]="{ deplacer: 1 }"
            >{{ t('patient.reschedule') }}</a
          >
        }
      </div>
    </div>
  `,
  providers: [Formats],
  styleUrl: './appointment-hero.scss',
})
export class AppointmentHero {
  readonly appointment = input.required<Appointment>();

  protected readonly t = injectT();
  protected readonly formats = inject(Formats);
  protected readonly place = computed(() => placeOf(this.appointment().doctor));
  protected readonly start = computed(() => startOf(this.appointment()));

  constructor() {
    this.formats.follow(() => this.appointment().doctor?.time_zone);
  }
}
