import { Component, inject, input, output, signal } from '@angular/core';
import { AppointmentsApi } from '../../booking/appointments-api';
import { injectProblemText } from '../../core/errors/problem-text';
import { injectT } from '../../core/i18n/i18n';
import type { Appointment } from '../../core/models';
import { FormError } from '../../ui/form-error';
import { Icon } from '../../ui/icon';
import { Toasts } from '../../ui/toasts';

/** The doctor made this appointment: the patient accepts it here, or with a code at the desk. */
@Component({
  selector: 'app-acceptance-note',
  imports: [FormError, Icon],
  template: `
    <div class="note stack">
      <p>
        <strong>{{ t('patient.acceptance.heading') }}</strong>
      </p>
      <p>{{ t('patient.acceptance.text') }}</p>
      <app-form-error [text]="problem()" />
      <div>
        <button type="button" class="btn btn-primary" [attr.aria-busy]="busy()" (click)="accept()">
          <app-icon name="check" /> {{ t('patient.acceptance.accept') }}
        </button>
      </div>
      @if (appointment().acceptance_code; as code) {
        <p class="small">
          {{ t('patient.acceptance.code') }} <strong class="code tabular">{{ code }}</strong>
        </p>
      }
    </div>
  `,
  styles: `
    .note {
      gap: var(--space-3);
      padding: var(--space-4);
      border-radius: var(--radius);
      background: var(--mat-sys-tertiary-container);
      color: var(--mat-sys-on-tertiary-container);
    }
    .code {
      font-size: var(--text-lg);
      letter-spacing: 0.08em;
      white-space: nowrap;
    }
  `,
})
export class AcceptanceNote {
  readonly appointment = input.required<Appointment>();
  /** It was accepted, or turned out to be another than was shown. */
  readonly changed = output();

  protected readonly t = injectT();
  private readonly api = inject(AppointmentsApi);
  private readonly toasts = inject(Toasts);
  private readonly problemText = injectProblemText();
  protected readonly busy = signal(false);
  protected readonly problem = signal('');

  protected async accept(): Promise<void> {
    if (this.busy()) {
      return;
    }
    this.busy.set(true);
    this.problem.set('');
    try {
      await this.api.accept(this.appointment());
      this.toasts.show(this.t('patient.acceptance.done'));
    } catch (error) {
      this.problem.set(this.problemText(error));
    } finally {
      this.busy.set(false);
    }
    this.changed.emit();
  }
}
