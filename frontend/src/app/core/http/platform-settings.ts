import { httpResource } from '@angular/common/http';
import { computed, Injectable } from '@angular/core';
import { configRetrieve } from '../../api/fn/config/config-retrieve';
import type { PlatformConfig } from '../models';

const defaults: PlatformConfig = {
  time_zone: 'Europe/Paris',
  currency: 'EUR',
  languages: ['fr', 'en'],
  demo: false,
  hold_minutes: 5,
  audit_months: 36,
  emergency_hours: 24,
};

/** Public settings of the installation; the defaults hold until (or unless) they arrive. */
@Injectable({ providedIn: 'root' })
export class PlatformSettings {
  private readonly resource = httpResource<PlatformConfig>(() => configRetrieve.PATH);

  readonly value = computed(() => ({
    ...defaults,
    ...(this.resource.hasValue() ? this.resource.value() : {}),
  }));
}
