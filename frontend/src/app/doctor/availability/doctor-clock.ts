import { httpResource } from '@angular/common/http';
import { computed, inject, Injectable } from '@angular/core';
import type { DoctorProfile } from '../../api/models';
import * as dates from '../../core/i18n/dates';
import { Formats } from '../../core/i18n/formats';
import { I18n } from '../../core/i18n/i18n';

/** Dates and times by the doctor's own clock, which may differ from the clinic's. */
@Injectable()
export class DoctorClock {
  private readonly i18n = inject(I18n);
  private readonly formats = inject(Formats);
  private readonly profile = httpResource<DoctorProfile>(() => '/api/doctors/me/');

  readonly zone = computed(() => {
    const own = this.profile.hasValue() ? this.profile.value().time_zone : '';
    return own || this.formats.zone();
  });

  /** The zone is known: what depends on it can be read and written. */
  readonly ready = computed(() => !this.profile.isLoading());

  /** Only when the doctor's clock is not the clinic's. */
  readonly note = computed(() => {
    const city = this.zone().split('/').at(-1)?.replaceAll('_', ' ') ?? '';
    return this.zone() === this.formats.zone() ? '' : this.i18n.t('common.zoneNote', { city });
  });

  time(instant: string): string {
    return dates.formatTime(instant, this.i18n.language(), this.zone());
  }

  day(instant: string | Date): string {
    return dates.formatDay(instant, this.i18n.language(), this.zone());
  }

  dateTime(instant: string): string {
    return dates.formatDateTime(instant, this.i18n.language(), this.zone());
  }

  dayKey(instant: string | Date): string {
    return dates.dayKey(instant, this.zone());
  }

  /** `2026-11-24T09:00` on the doctor's clock, as date-time inputs write it. */
  local(instant: string | Date): string {
    return dates.localTime(instant, this.zone());
  }
}
