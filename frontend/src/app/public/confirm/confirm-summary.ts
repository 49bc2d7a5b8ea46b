import { Component, computed, inject, input } from '@angular/core';
import { onlineUntil } from '../../booking/appointment-times';
import { Formats } from '../../core/i18n/formats';
import { injectT } from '../../core/i18n/i18n';
import type { DoctorDetail, Mode } from '../../core/models';
import { Avatar } from '../../ui/avatar';
import { ClockPipe, DayPipe, MoneyPipe } from '../../ui/format-pipes';
import { Icon } from '../../ui/icon';

/** What is being booked, always in sight. */
@Component({
  selector: 'app-confirm-summary',
  imports: [Avatar, ClockPipe, DayPipe, Icon, MoneyPipe],
  template: `
    <h2>{{ t(lost() ? 'booking.summaryLost' : 'booking.summary') }}</h2>
    <p class="when" [class.lost]="lost()">
      <app-icon name="calendar_month" [size]="22" />
      <time [attr.datetime]="start()">
        <strong>{{ start() | day }}</strong><br />
        {{ start() | clock }}
        @if (end()) {
          – {{ end() | clock }}
        }
        @if (formats.zoneNote(); as note) {
          <br /><span class="small">{{ note }}</span>
        }
      </time>
    </p>
    @let person = doctor();
    <div class="who">
      <app-avatar [name]="person.name" [picture]="person.picture" [size]="44" />
      <div>
        <strong>{{ person.name }}</strong>
        <p class="muted small">{{ person.specialty?.name }}</p>
      </div>
    </div>
    <ul>
      <li>
        @if (mode() === 'distanciel') {
          <app-icon name="videocam" /> {{ t('booking.byVideo') }}
        } @else {
          <app-icon name="location_on" />
          <span>{{ person.address }}<br />{{ person.postal_code }} {{ person.city }}</span>
        }
      </li>
      @if (person.fee) {
        <li>
          <app-icon name="payments" />
          <span class="tabular">{{ person.fee | money: person.currency }}</span>
        </li>
      }
      <li>
        <app-icon name="task_alt" />
        {{ t(person.auto_confirm ? 'public.confirmsAtOnce' : 'public.confirmsLater') }}
      </li>
      @if (!lost() && changeable()) {
        <li>
          <app-icon name="event_repeat" />
          <span>
            {{ t('booking.onlineUntil') }}
            <time [attr.datetime]="limit().toISOString()">{{ formats.dateTime(limit()) }}</time>
          </span>
        </li>
      }
    </ul>
    @if (!lost() && !changeable()) {
      <p class="banner banner-warn">
        <app-icon name="phone" /> <span>{{ t('booking.onlyByPhone') }}</span>
      </p>
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      gap: var(--space-4);
    }
    .when,
    .who,
    li {
      display: flex;
      gap: var(--space-3);
    }
    .when {
      padding: var(--space-3) var(--space-4);
      border-radius: var(--radius);
      background: var(--mat-sys-primary-container);
      color: var(--mat-sys-on-primary-container);
    }
    .lost {
      background: var(--mat-sys-surface-container);
      color: var(--mat-sys-on-surface-variant);
    }
    .lost strong,
    .lost time {
      text-decoration: line-through;
    }
    .when strong {
      display: inline-block;
    }
    .when strong::first-letter {
      text-transform: uppercase;
    }
    .who {
      align-items: center;
    }
    ul {
      display: flex;
      flex-direction: column;
      gap: var(--space-3);
      font-size: var(--text-sm);
    }
    li app-icon {
      color: var(--mat-sys-primary);
    }
  `,
})
export class ConfirmSummary {
  readonly doctor = input.required<DoctorDetail>();
  readonly start = input.required<string>();
  readonly end = input<string>();
  readonly mode = input.required<Mode>();
  /** Someone else has it by now. */
  readonly lost = input(false);

  protected readonly t = injectT();
  protected readonly formats = inject(Formats);
  protected readonly limit = computed(() =>
    onlineUntil(this.start(), this.doctor().cancel_notice_minutes),
  );
  protected readonly changeable = computed(() => this.limit().getTime() > Date.now());
}
