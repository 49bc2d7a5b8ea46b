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
import { MatCalendar, MatDatepickerIntl } from '@angular/material/datepicker';
import { Formats } from '../../core/i18n/formats';
import { I18n } from '../../core/i18n/i18n';

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
    MatDatepickerIntl,
  ],
  template: `
    @for (month of [month()]; track month) {
      <mat-calendar
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

  /** A month elsewhere in the agenda turns the leaf here too. */
  protected readonly month = computed(() => `${this.day().slice(0, 7)} ${this.i18n.language()}`);
  protected readonly selected = computed(() => toDate(this.day()));
  private readonly i18n = inject(I18n);

  constructor() {
    const dates = inject<DateAdapter<Date>>(DateAdapter);
    const words = inject(MatDatepickerIntl);
    const changes = inject(ChangeDetectorRef);
    effect(() => {
      dates.setLocale(this.i18n.language() === 'fr' ? 'fr-FR' : 'en-GB');
      words.calendarLabel = this.i18n.t('doctor.agenda.month.label');
      words.prevMonthLabel = this.i18n.t('doctor.agenda.month.previous');
      words.nextMonthLabel = this.i18n.t('doctor.agenda.month.next');
      words.prevYearLabel = this.i18n.t('doctor.agenda.month.previousYear');
      words.nextYearLabel = this.i18n.t('doctor.agenda.month.nextYear');
      words.prevMultiYearLabel = this.i18n.t('doctor.agenda.month.previousYears');
      words.nextMultiYearLabel = this.i18n.t('doctor.agenda.month.nextYears');
      words.switchToMonthViewLabel = this.i18n.t('doctor.agenda.month.chooseDay');
      words.switchToMultiYearViewLabel = this.i18n.t('doctor.agenda.month.chooseYear');
      words.changes.next();
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
