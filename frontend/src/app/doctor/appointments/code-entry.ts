import { afterNextRender, Component, inject, Injector, input, output, signal } from '@angular/core';
import { form, FormField, required } from '@angular/forms/signals';
import { AppointmentsApi } from '../../booking/appointments-api';
import { formSubmission } from '../../core/errors/submit-form';
import { injectT } from '../../core/i18n/i18n';
import type { Appointment } from '../../core/models';
import { FormError } from '../../ui/form-error';
import { FormField as Field } from '../../ui/form-field';
import { Toasts } from '../../ui/toasts';
import { injectAppointmentProblem } from './appointment-problem';

/** The code that the patient reads out: with it the doctor accepts on the patient's behalf. */
@Component({
  selector: 'app-code-entry',
  imports: [Field, FormError, FormField],
  template: `
    @if (open()) {
      <form class="stack" novalidate (submit)="send($event)">
        <app-form-error [text]="submission.error()" />
        <app-field
          [label]="t('doctor.appointment.code.label')"
          for="patient-code"
          [hint]="t('doctor.appointment.code.hint')"
          [state]="fields.code()"
        >
          <input
            id="patient-code"
            class="input tabular"
            autocomplete="off"
            autocapitalize="characters"
            spellcheck="false"
            placeholder="ABC-DEF"
            [formField]="fields.code"
          />
        </app-field>
        <div class="row">
          <button type="submit" class="btn btn-primary" [attr.aria-busy]="submission.busy()">
            {{ t('doctor.appointment.code.send') }}
          </button>
          <button type="button" class="btn" (click)="open.set(false)">
            {{ t('common.back') }}
          </button>
        </div>
      </form>
    } @else {
      <p class="muted small">{{ t('doctor.appointment.code.waiting') }}</p>
      <button type="button" class="btn btn-outlined" (click)="show()">
        {{ t('doctor.appointment.code.enter') }}
      </button>
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      align-items: flex-start;
      gap: var(--space-2);
    }
    form {
      width: 100%;
      max-width: 420px;
    }
  `,
})
export class CodeEntry {
  readonly appointment = input.required<Appointment>();
  readonly changed = output();

  protected readonly t = injectT();
  private readonly api = inject(AppointmentsApi);
  private readonly toasts = inject(Toasts);
  private readonly injector = inject(Injector);
  protected readonly open = signal(false);
  private readonly model = signal({ code: '' });
  protected readonly fields = form(this.model, (path) => {
    required(path.code, { message: 'doctor.appointment.code.missing' });
  });
  protected readonly submission = formSubmission(this.fields, injectAppointmentProblem());

  protected show(): void {
    this.fields().reset({ code: '' });
    this.open.set(true);
    afterNextRender(() => this.fields.code().focusBoundControl(), { injector: this.injector });
  }

  protected send(event: Event): Promise<void> {
    return this.submission.run(event, async () => {
      await this.api.accept(this.appointment(), this.model().code.trim());
      this.toasts.show(this.t('doctor.appointment.done.agreed'));
      this.open.set(false);
      this.changed.emit();
    });
  }
}
