import { computed, inject, Injectable, signal } from '@angular/core';
import { PlatformSettings } from '../http/platform-settings';
import * as dates from './dates';
import { I18n } from './i18n';

const HALF_A_YEAR = 182 * 86_400_000;

/**
 * Dates and money in the current language, on the clinic's clock. What is about one doctor
 * provides its own `Formats` and lets it `follow` that doctor's zone. Reads signals.
 */
@Injectable({ providedIn: 'root' })
export class Formats {
  private readonly i18n = inject(I18n);
  private readonly settings = inject(PlatformSettings);

  private readonly own = signal<() => string | undefined>(() => undefined);
  private readonly clinic = computed(() => this.settings.value().time_zone);

  readonly zone = computed(() => this.own()() || this.clinic());

  /** « Les heures sont celles de Martinique. », where the doctor's clock is another than the clinic's. */
  readonly foreignNote = computed(() => this.note(this.clinic()));
  /** The same, also where the clock differs from the browser's. */
  readonly zoneNote = computed(
    () => this.foreignNote() || this.note(Intl.DateTimeFormat().resolvedOptions().timeZone),
  );

  follow(zone: () => string | undefined): void {
    this.own.set(zone);
  }

  private note(other: string): string {
    const zone = this.zone();
    const city = zone.split('/').at(-1)?.replaceAll('_', ' ') ?? zone;
    return sameClock(zone, other) ? '' : this.i18n.t('common.zoneNote', { city });
  }

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

  /** `2026-11-24T09:00` on this clock. */
  local(instant: string | Date): string {
    return dates.localTime(instant, this.zone());
  }

  /** When this clock shows `2026-11-24T09:00`. */
  instant(local: string): Date {
    return dates.instantOf(local, this.zone());
  }

  /** The name of a language in the current one: « arabe », “Arabic”. */
  languageName(code: string): string {
    return new Intl.DisplayNames([this.i18n.language()], { type: 'language' }).of(code) ?? code;
  }

  /** « il y a 5 minutes », « dans 91 minutes », « demain »: never more than it truly is. */
  ago(instant: string | Date): string {
    const now = new Date();
    const minutes = Math.trunc((new Date(instant).getTime() - now.getTime()) / 60_000);
    const format = new Intl.RelativeTimeFormat(this.i18n.language(), { numeric: 'auto' });
    if (minutes === 0) {
      return format.format(0, 'second');
    }
    if (Math.abs(minutes) < 120) {
      return format.format(minutes, 'minute');
    }
    if (Math.abs(minutes) < 24 * 60) {
      return format.format(Math.trunc(minutes / 60), 'hour');
    }
    const noonOf = (date: string | Date) => dates.noon(this.dayKey(date)).getTime();
    return format.format((noonOf(instant) - noonOf(now)) / 86_400_000, 'day');
  }
}

/** Whether two zones agree in summer and in winter. */
function sameClock(one: string, other: string): boolean {
  const now = Date.now();
  return [now, now + HALF_A_YEAR].every((at) => {
    const instant = new Date(at);
    return dates.localTime(instant, one) === dates.localTime(instant, other);
  });
}
