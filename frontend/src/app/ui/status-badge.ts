import { Component, computed, input } from '@angular/core';
import { injectT } from '../core/i18n/i18n';
import type { AppointmentStatus } from '../core/models';
import { Icon } from './icon';
import type { IconName } from './icon-name';

export const statusIcons: Record<AppointmentStatus, IconName> = {
  pending: 'hourglass_top',
  confirmed: 'check_circle',
  completed: 'task_alt',
  declined: 'block',
  cancelled: 'cancel',
  no_show: 'person_off',
};

/** The status of an appointment as colour, icon and word. */
@Component({
  selector: 'app-status-badge',
  imports: [Icon],
  template: `<app-icon [name]="icon()" [size]="16" /> {{ t('status.' + status()) }}`,
  styles: `
    :host {
      display: inline-flex;
      align-items: center;
      gap: 6px;
      padding: 3px 10px 3px 8px;
      border: 1px solid transparent;
      border-radius: var(--radius-full);
      font-size: var(--text-xs);
      font-weight: 600;
      line-height: 20px;
      white-space: nowrap;
    }
    :host(.pending) {
      background: var(--mat-sys-tertiary-container);
      color: var(--mat-sys-on-tertiary-container);
    }
    :host(.confirmed) {
      background: var(--mat-sys-primary-container);
      color: var(--mat-sys-on-primary-container);
    }
    :host(.completed) {
      background: var(--mat-sys-surface-container-high);
      color: var(--mat-sys-on-surface-variant);
    }
    :host(.declined),
    :host(.cancelled) {
      background: var(--mat-sys-error-container);
      color: var(--mat-sys-on-error-container);
    }
    :host(.no_show) {
      border-color: var(--mat-sys-outline);
      color: var(--mat-sys-on-surface-variant);
    }
  `,
  host: { '[class]': 'status()' },
})
export class StatusBadge {
  readonly status = input.required<AppointmentStatus>();

  protected readonly t = injectT();
  protected readonly icon = computed(() => statusIcons[this.status()]);
}
