import {
  ChangeDetectorRef,
  Component,
  computed,
  effect,
  inject,
  Injectable,
  input,
  output,
} from '@angular/core';
import {
  DateAdapter,
  MAT_DATE_FORMATS,
  MAT_NATIVE_DATE_FORMATS,
  NativeDateAdapter,
} from '@angular/material/core';
import { MatCalendar } from '@angular/material/datepicker';
import { Formats } from '../../core/i18n/formats';
import { I18n } from '../../core/i18n/i18n';
import { MiniMonthHeader } from './mini-month-header';

/** Weeks begin on Monday, and today is the clinic's. */
@Injectable()
class ClinicDates extends NativeDateAdapter {
  private readonly formats = inject(Formats);

  override getFirstDayOfWeek(): number {
    return 1;
  }

  override today(): Date {
    return toDate(this.formats.dayKey(new Date()));
  }
}

/** A month to jump from; only its days matter, so they are plain local dates inside. */
@Component({
  selector: 'app-mini-month',
  imports: [MatCalendar],
  providers: [
    { provide: DateAdapter, useClass: ClinicDates },
    { provide: MAT_DATE_FORMATS, useValue: MAT_NATIVE_DATE_FORMATS },
  ],
  template: `
    @for (month of [month()]; track month) {
      <mat-calendar
        [headerComponent]="header"
        [startAt]="selected()"
        [selected]="selected()"
        (selectedChange)="choose($event)"
      />
    }
  `,
  styles: `
    :host {
      display: block;
      --mat-datepicker-calendar-text-size: var(--text-sm);
      --mat-datepicker-calendar-body-label-text-size: var(--text-sm);
    }
  `,
})
export class MiniMonth {
  readonly day = input.required<string>();
  readonly pick = output<string>();

  protected readonly header = MiniMonthHeader;
  /** A month elsewhere in the agenda turns the leaf here too. */
  protected readonly month = computed(() => `${this.day().slice(0, 7)} ${this.i18n.language()}`);
  protected readonly selected = computed(() => toDate(this.day()));
  private readonly i18n = inject(I18n);

  constructor() {
    const dates = inject<DateAdapter<Date>>(DateAdapter);
    const changes = inject(ChangeDetectorRef);
    effect(() => {
      dates.setLocale(this.i18n.language() === 'fr' ? 'fr-FR' : 'en-GB');
      changes.markForCheck();
    });
  }

  protected choose(date: Date | null): void {
    if (date) {
      const two = (value: number) => String(value).padStart(2, '0');
      this.pick.emit(`${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`);
    }
  }
}

function toDate(day: string): Date {
  return new Date(`${day}T00:00:00`);
}
