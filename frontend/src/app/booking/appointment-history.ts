import { Component, inject, input } from '@angular/core';
import { I18n } from '../core/i18n/i18n';
import type { HistoryEntry } from '../core/models';
import { DateTimePipe } from '../ui/format-pipes';

/** What happened to the appointment, and who did it. */
@Component({
  selector: 'app-appointment-history',
  imports: [DateTimePipe],
  template: `
    <ol>
      @for (entry of entries(); track $index) {
        <li>
          <strong>{{ name(entry.transition) }}</strong>
          <p class="muted small">
            {{ entry.by?.name ?? i18n.t('booking.party.' + entry.party) }}
          </p>
          @if (entry.reason) {
            <p class="small">«&nbsp;{{ entry.reason }}&nbsp;»</p>
          }
          <time class="muted small" [attr.datetime]="entry.at">{{ entry.at | dateTime }}</time>
        </li>
      }
    </ol>
  `,
  styles: `
    ol {
      display: flex;
      flex-direction: column;
      gap: var(--space-4);
    }
    li {
      position: relative;
      padding-left: 24px;
    }
    li::before {
      content: '';
      position: absolute;
      top: 7px;
      left: 3px;
      width: 10px;
      height: 10px;
      border: 2px solid var(--mat-sys-primary);
      border-radius: 50%;
    }
    li:not(:last-child)::after {
      content: '';
      position: absolute;
      top: 21px;
      bottom: -19px;
      left: 7px;
      width: 2px;
      background: var(--mat-sys-outline-variant);
    }
  `,
})
export class AppointmentHistory {
  readonly entries = input.required<readonly HistoryEntry[]>();

  protected readonly i18n = inject(I18n);

  protected name(move: string): string {
    const key = `booking.transition.${move}`;
    return this.i18n.t(this.i18n.has(key) ? key : 'booking.transition.other');
  }
}
