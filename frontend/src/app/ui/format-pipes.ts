import { inject, Pipe, type PipeTransform } from '@angular/core';
import { Formats } from '../core/i18n/formats';
import { formatPhone } from '../core/i18n/phone';

// Impure on purpose: they read the language and time zone signals, which may change at any time.

/** « mardi 24 novembre à 9 h 30 » */
@Pipe({ name: 'dateTime', pure: false })
export class DateTimePipe implements PipeTransform {
  private readonly formats = inject(Formats);

  transform(instant: string | null | undefined): string {
    return instant ? this.formats.dateTime(instant) : '';
  }
}

/** « mardi 24 novembre » */
@Pipe({ name: 'day', pure: false })
export class DayPipe implements PipeTransform {
  private readonly formats = inject(Formats);

  transform(instant: string | null | undefined): string {
    return instant ? this.formats.day(instant) : '';
  }
}

/** « 9 h 30 » */
@Pipe({ name: 'clock', pure: false })
export class ClockPipe implements PipeTransform {
  private readonly formats = inject(Formats);

  transform(instant: string | null | undefined): string {
    return instant ? this.formats.time(instant) : '';
  }
}

/** « 35,00 € » */
@Pipe({ name: 'money', pure: false })
export class MoneyPipe implements PipeTransform {
  private readonly formats = inject(Formats);

  transform(amount: string | number | null | undefined, currency: string): string {
    return amount === null || amount === undefined || amount === ''
      ? ''
      : this.formats.money(amount, currency);
  }
}

/** « il y a 5 minutes » */
@Pipe({ name: 'ago', pure: false })
export class AgoPipe implements PipeTransform {
  private readonly formats = inject(Formats);

  transform(instant: string | null | undefined): string {
    return instant ? this.formats.ago(instant) : '';
  }
}

/** « 01 99 00 00 11 » */
@Pipe({ name: 'phone' })
export class PhonePipe implements PipeTransform {
  transform(number: string | null | undefined): string {
    return formatPhone(number ?? '');
  }
}
