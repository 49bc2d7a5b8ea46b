import { Component, computed, inject, input } from '@angular/core';
import { Session } from '../core/auth/session';
import { injectT } from '../core/i18n/i18n';
import type { Appointment } from '../core/models';

/** Whose appointment it is, when it is not the reader's own. */
@Component({
  selector: 'app-whose',
  template: `
    @if (name(); as whose) {
      <span class="whose">{{ t('patient.dependants.for', { name: whose }) }}</span>
    }
  `,
  styles: `
    .whose {
      font-weight: 600;
      overflow-wrap: anywhere;
    }
  `,
})
export class Whose {
  readonly appointment = input.required<Appointment>();
  protected readonly t = injectT();
  private readonly session = inject(Session);

  protected readonly name = computed(() => {
    const { patient } = this.appointment();
    return patient.id === this.session.user()?.profile_id ? '' : patient.name;
  });
}
