import { Component, computed, input, output } from '@angular/core';
import type { ExceptionOut } from '../../api/models';
import { injectT } from '../../core/i18n/i18n';
import { Icon } from '../../ui/icon';
import { injectAbsencePeriod } from './absence-period';

@Component({
  selector: 'app-absence-row',
  imports: [Icon],
  template: `
    @let item = absence();
    <app-icon [name]="item.is_recurring ? 'event_repeat' : 'event_busy'" [size]="22" />
    <div class="words">
      <strong>{{ period() }}</strong>
      <p class="muted small">
        {{ why() }}
      </p>
    </div>
    <div class="tools">
      <button
        type="button"
        class="btn btn-icon"
        [attr.aria-label]="t('doctor.absences.editThis', { what: period() })"
        (click)="edit.emit()"
      >
        <app-icon name="edit" />
      </button>
      <button
        type="button"
        class="btn btn-icon"
        [attr.aria-label]="t('doctor.absences.deleteThis', { what: period() })"
        (click)="remove.emit()"
      >
        <app-icon name="delete" />
      </button>
    </div>
  `,
  styles: `
    :host {
      display: flex;
      align-items: center;
      gap: var(--space-3);
      padding: var(--space-3) var(--space-2) var(--space-3) var(--space-4);
      border: var(--line);
      border-radius: var(--radius);
      background: var(--card);
    }
    :host > app-icon {
      color: var(--mat-sys-primary);
    }
    .words {
      flex: 1;
      min-width: 0;
      overflow-wrap: anywhere;
    }
    strong {
      display: inline-block;
      font-weight: 600;
    }
    strong::first-letter {
      text-transform: uppercase;
    }
    .tools {
      display: flex;
    }
    @media (width <= 640px) {
      :host {
        gap: var(--space-2);
      }
      .tools .btn {
        width: 40px;
      }
    }
  `,
})
export class AbsenceRow {
  readonly absence = input.required<ExceptionOut>();
  readonly edit = output();
  readonly remove = output();

  protected readonly t = injectT();
  private readonly periodOf = injectAbsencePeriod();
  protected readonly period = computed(() => this.periodOf(this.absence()));
  /** « Congés », with the reason where it says more. */
  protected readonly why = computed(() => {
    const { exception_type, reason } = this.absence();
    const kind = this.t(`doctor.absences.kinds.${exception_type ?? 'unavailable'}`);
    return !reason || reason.toLowerCase() === kind.toLowerCase() ? kind : `${kind} · ${reason}`;
  });
}
