import { Component, computed, inject, input, linkedSignal, output, signal } from '@angular/core';
import { injectProblemText } from '../../core/errors/problem-text';
import { injectT } from '../../core/i18n/i18n';
import type { Appointment } from '../../core/models';
import { FormError } from '../../ui/form-error';
import { Toasts } from '../../ui/toasts';
import { AppointmentsApi } from '../../booking/appointments-api';

/** What the doctor tells the patient: a message and where to come. */
@Component({
  selector: 'app-words-form',
  imports: [FormError],
  template: `
    <form class="card stack" novalidate (submit)="save($event)">
      <h2>{{ t('doctor.appointment.words') }}</h2>
      <div class="field">
        <label for="appointment-message">{{ t('doctor.appointment.message') }}</label>
        <textarea
          id="appointment-message"
          class="input"
          rows="3"
          maxlength="2000"
          [value]="message()"
          (input)="message.set($any($event.target).value)"
        ></textarea>
      </div>
      <div class="field">
        <label for="appointment-place">{{ t('doctor.appointment.place') }}</label>
        <input
          id="appointment-place"
          class="input"
          maxlength="300"
          [value]="place()"
          (input)="place.set($any($event.target).value)"
        />
      </div>
      <app-form-error [text]="problem()" />
      <div class="row">
        <button type="submit" class="btn btn-outlined">{{ t('common.save') }}</button>
      </div>
    </form>
  `,
  styles: `
    .field {
      display: flex;
      flex-direction: column;
      gap: 6px;
    }
    label {
      font-size: var(--text-sm);
      font-weight: 600;
    }
  `,
})
export class WordsForm {
  readonly appointment = input.required<Appointment>();
  readonly saved = output();

  protected readonly t = injectT();
  private readonly api = inject(AppointmentsApi);
  private readonly toasts = inject(Toasts);
  private readonly problemText = injectProblemText();

  protected readonly problem = signal('');
  protected readonly message = linkedSignal(() => this.appointment().message_medecin);
  protected readonly place = linkedSignal(() => this.appointment().location_note);
  readonly dirty = computed(
    () =>
      this.message() !== this.appointment().message_medecin ||
      this.place() !== this.appointment().location_note,
  );

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    this.problem.set('');
    try {
      await this.api.write(this.appointment(), {
        message_medecin: this.message(),
        location_note: this.place(),
      });
      this.toasts.show(this.t('doctor.appointment.done.saved'));
    } catch (error) {
      this.problem.set(this.problemText(error));
    }
    this.saved.emit();
  }
}
