import { Component, computed, inject } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { DateAdapter } from '@angular/material/core';
import { MatCalendar } from '@angular/material/datepicker';
import { map } from 'rxjs';
import { I18n } from '../../core/i18n/i18n';
import { Icon } from '../../ui/icon';

/** The month and the way to its neighbours, in place of Material's button with two names. */
@Component({
  selector: 'app-mini-month-header',
  imports: [Icon],
  template: `
    <p class="capital" aria-live="polite">{{ name() }}</p>
    <button
      type="button"
      class="btn btn-icon"
      [attr.aria-label]="t('doctor.agenda.month.previous')"
      (click)="turn(-1)"
    >
      <app-icon name="chevron_left" />
    </button>
    <button
      type="button"
      class="btn btn-icon"
      [attr.aria-label]="t('doctor.agenda.month.next')"
      (click)="turn(1)"
    >
      <app-icon name="chevron_right" />
    </button>
  `,
  styles: `
    :host {
      display: flex;
      align-items: center;
      padding-left: var(--space-3);
    }
    p {
      flex: 1;
      font-weight: 600;
      font-size: var(--text-sm);
    }
  `,
})
export class MiniMonthHeader {
  private readonly i18n = inject(I18n);
  protected readonly t = this.i18n.t;
  private readonly dates = inject<DateAdapter<Date>>(DateAdapter);
  private readonly calendar = inject<MatCalendar<Date>>(MatCalendar);

  private readonly shown = toSignal(
    this.calendar.stateChanges.pipe(map(() => this.calendar.activeDate)),
    { initialValue: this.calendar.activeDate },
  );
  protected readonly name = computed(() =>
    new Intl.DateTimeFormat(this.i18n.language() === 'fr' ? 'fr-FR' : 'en-GB', {
      month: 'long',
      year: 'numeric',
    }).format(this.shown()),
  );

  protected turn(months: -1 | 1): void {
    this.calendar.activeDate = this.dates.addCalendarMonths(this.calendar.activeDate, months);
  }
}
