import { computed, inject, Injectable } from '@angular/core';
import { PlatformSettings } from '../http/platform-settings';
import * as dates from './dates';
import { I18n } from './i18n';

/** Dates and money in the current language and the clinic's time zone. Reads signals. */
@Injectable({ providedIn: 'root' })
export class Formats {
  private readonly i18n = inject(I18n);
  private readonly settings = inject(PlatformSettings);

  readonly zone = computed(() => this.settings.value().time_zone);

  /** « heure de Paris », only when the browser shows another clock than the clinic's. */
  readonly zoneNote = computed(() => {
    const zone = this.zone();
    const now = new Date();
    const local = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const same = dates.formatTime(now, 'fr', zone) === dates.formatTime(now, 'fr', local);
    const city = zone.split('/').at(-1)?.replaceAll('_', ' ') ?? zone;
    return same ? '' : this.i18n.t('common.zoneNote', { city });
  });

  time(instant: string | Date): string {
    return dates.formatTime(instant, this.i18n.language(), this.zone());
  }

  day(instant: string | Date): string {
    return dates.formatDay(instant, this.i18n.language(), this.zone());
  }

  dateTime(instant: string | Date): string {
    return dates.formatDateTime(instant, this.i18n.language(), this.zone());
  }

  shortDay(instant: string | Date): string {
    return dates.formatShortDay(instant, this.i18n.language(), this.zone());
  }

  weekday(instant: string | Date, width: 'long' | 'short' = 'long'): string {
    return dates.formatWeekday(instant, this.i18n.language(), this.zone(), width);
  }

  longDate(instant: string | Date): string {
    return dates.formatLongDate(instant, this.i18n.language(), this.zone());
  }

  money(amount: string | number, currency: string): string {
    return dates.formatMoney(amount, currency, this.i18n.language());
  }

  dayKey(instant: string | Date): string {
    return dates.dayKey(instant, this.zone());
  }

  /** `2026-11-24T09:00` on the clinic's clock. */
  local(instant: string | Date): string {
    return dates.localTime(instant, this.zone());
  }

  /** When the clinic's clock shows `2026-11-24T09:00`. */
  instant(local: string): Date {
    return dates.instantOf(local, this.zone());
  }

  /** The name of a language in the current one: « arabe », “Arabic”. */
  languageName(code: string): string {
    return new Intl.DisplayNames([this.i18n.language()], { type: 'language' }).of(code) ?? code;
  }

  /** « il y a 5 minutes » */
  ago(instant: string | Date): string {
    const seconds = Math.round((new Date(instant).getTime() - Date.now()) / 1000);
    const format = new Intl.RelativeTimeFormat(this.i18n.language(), { numeric: 'auto' });
    if (Math.abs(seconds) < 60) {
      return format.format(0, 'second');
    }
    if (Math.abs(seconds) < 3600) {
      return format.format(Math.round(seconds / 60), 'minute');
    }
    if (Math.abs(seconds) < 86_400) {
      return format.format(Math.round(seconds / 3600), 'hour');
    }
    return format.format(Math.round(seconds / 86_400), 'day');
  }
}
