import { Component, input, output } from '@angular/core';
import { injectT } from '../../core/i18n/i18n';
import { Icon } from '../../ui/icon';
import type { EntryKind } from '../../ui/agenda-entry';
import { KINDS } from './agenda-url';

/** What is shown, as chips in the colours of the calendar: a legend at the same time. */
@Component({
  selector: 'app-agenda-filters',
  imports: [Icon],
  template: `
    <div class="chips" role="group" [attr.aria-label]="t('doctor.agenda.filters')">
      @for (kind of kinds; track kind) {
        <button
          type="button"
          class="chip"
          [class]="kind"
          [attr.aria-pressed]="shown().includes(kind)"
          (click)="toggled.emit(kind)"
        >
          @if (shown().includes(kind)) {
            <app-icon name="check" [size]="16" />
          }
          <span class="swatch" aria-hidden="true"></span>
          {{ t('doctor.agenda.kinds.' + kind) }}
        </button>
      }
    </div>
  `,
  styles: `
    .chips {
      display: flex;
      flex-wrap: wrap;
      gap: var(--space-2);
    }
    .chip {
      flex: none;
    }
    @media (width <= 640px) {
      .chips {
        flex-wrap: nowrap;
        margin-inline: calc(-1 * var(--space-4));
        padding: 2px var(--space-4);
        overflow-x: auto;
        scrollbar-width: none;
      }
    }
    .chip[aria-pressed='true'] {
      border-color: var(--mat-sys-outline);
      background: var(--card);
      color: var(--mat-sys-on-surface);
    }
    .chip[aria-pressed='false'] {
      color: var(--mat-sys-on-surface-variant);
      background: transparent;
    }
    .swatch {
      width: 12px;
      height: 12px;
      border: 1px solid transparent;
      border-radius: 4px;
    }
    .pending .swatch {
      background: var(--mat-sys-tertiary-container);
      border-color: var(--mat-sys-tertiary);
    }
    .confirmed .swatch {
      background: var(--mat-sys-primary);
    }
    .over .swatch {
      background: var(--mat-sys-surface-container-highest);
      border-color: var(--mat-sys-outline);
    }
    .free .swatch {
      background: var(--mat-sys-primary-container);
      border-color: var(--mat-sys-primary);
    }
    .absence .swatch {
      background: repeating-linear-gradient(
        -45deg,
        var(--mat-sys-outline-variant) 0 3px,
        transparent 3px 6px
      );
      border-color: var(--mat-sys-outline);
    }
  `,
})
export class AgendaFilters {
  readonly shown = input.required<readonly EntryKind[]>();
  readonly toggled = output<EntryKind>();

  protected readonly t = injectT();
  protected readonly kinds = KINDS;
}
