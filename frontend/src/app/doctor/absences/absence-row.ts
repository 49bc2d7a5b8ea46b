import { Component, computed, inject, input, output } from '@angular/core';
import type { ExceptionOut } from '../../api/models';
import { I18n } from '../../core/i18n/i18n';
import { Icon } from '../../ui/icon';
import { Formats } from '../../core/i18n/formats';

@Component({
  selector: 'app-absence-row',
  imports: [Icon],
  template: `
    @let item = absence();
    <app-icon [name]="item.is_recurring ? 'event_repeat' : 'event_busy'" [size]="22" />
    <div class="words">
      <strong>{{ period() }}</strong>
      <p class="muted small">
        {{ t('doctor.absences.kinds.' + item.exception_type) }}
        @if (item.reason) {
          · {{ item.reason }}
        }
      </p>
    </div>
    <div class="tools">
      <button
        type="button"
        class="btn btn-icon"
        [attr.aria-label]="t('doctor.absences.editThis', { what: period() })"
        (click)="edit.emit()"
      >
        <app-icon name="edit" />
      </button>
      <button
        type="button"
        class="btn btn-icon"
        [attr.aria-label]="t('doctor.absences.deleteThis', { what: period() })"
        (click)="remove.emit()"
      >
        <app-icon name="delete" />
      </button>
    </div>
  `,
  styles: `
    :host {
      display: flex;
      align-items: center;
      gap: var(--space-3);
      padding: var(--space-3) var(--space-2) var(--space-3) var(--space-4);
      border: var(--line);
      border-radius: var(--radius);
      background: var(--card);
    }
    :host > app-icon {
      color: var(--mat-sys-primary);
    }
    .words {
      flex: 1;
      min-width: 0;
      overflow-wrap: anywhere;
    }
    strong {
      display: inline-block;
      font-weight: 600;
    }
    strong::first-letter {
      text-transform: uppercase;
    }
    .tools {
      display: flex;
    }
    @media (width <= 640px) {
      :host {
        gap: var(--space-2);
      }
      .tools .btn {
        width: 40px;
      }
    }
  `,
})
export class AbsenceRow {
  readonly absence = input.required<ExceptionOut>();
  readonly edit = output();
  readonly remove = output();

  private readonly i18n = inject(I18n);
  private readonly formats = inject(Formats);
  protected readonly t = this.i18n.t;

  protected readonly period = computed(() => {
    const { start_datetime: start, end_datetime: end, is_recurring } = this.absence();
    const sameDay = this.formats.dayKey(start) === this.formats.dayKey(end);
    const times = { from: this.formats.time(start), to: this.formats.time(end) };
    const weekday = (at: string) => this.formats.weekday(at);
    if (is_recurring) {
      return sameDay
        ? this.t('doctor.absences.everyDay', { day: weekday(start), ...times })
        : this.t('doctor.absences.everySpan', {
            day: weekday(start),
            last: weekday(end),
            ...times,
          });
    }
    return sameDay
      ? this.t('doctor.absences.onDay', { day: this.formats.day(start), ...times })
      : this.t('doctor.absences.span', {
          from: this.formats.dateTime(start),
          to: this.formats.dateTime(end),
        });
  });
}
