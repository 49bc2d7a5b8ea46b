import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { ConflictOut } from '../../api/models';
import { injectT } from '../../core/i18n/i18n';
import { Icon } from '../../ui/icon';
import { Formats } from '../../core/i18n/formats';

/** Booked appointments that no longer fit, named; each leads to where it can be settled. */
@Component({
  selector: 'app-conflict-list',
  imports: [Icon, RouterLink],
  template: `
    <ul>
      @for (item of appointments(); track item.id) {
        <li>
          <a [routerLink]="['/medecin/rendez-vous', item.id]">
            <span>
              <strong>{{ item.patient.name }}</strong>
              <time [attr.datetime]="item.start_time">{{ formats.dateTime(item.start_time) }}</time>
            </span>
            <app-icon name="chevron_right" />
            <span class="sr-only">{{ t('doctor.availability.settle') }}</span>
          </a>
        </li>
      }
    </ul>
  `,
  styles: `
    ul {
      display: flex;
      flex-direction: column;
      gap: var(--space-2);
    }
    a {
      display: flex;
      align-items: center;
      justify-content: space-between;
      gap: var(--space-3);
      min-height: 52px;
      padding: 6px 12px;
      border: 1px solid color-mix(in srgb, currentcolor 30%, transparent);
      border-radius: 8px;
      color: inherit;
      text-decoration: none;
    }
    a:hover {
      border-color: currentcolor;
    }
    a > span:first-child {
      display: flex;
      flex-direction: column;
    }
    time::first-letter {
      text-transform: uppercase;
    }
  `,
})
export class ConflictList {
  readonly conflicts = input.required<readonly ConflictOut[]>();

  protected readonly t = injectT();
  protected readonly formats = inject(Formats);
  protected readonly appointments = computed(() =>
    this.conflicts()
      .flatMap((conflict) => conflict.appointments)
      .sort((one, other) => Date.parse(one.start_time) - Date.parse(other.start_time)),
  );
}
