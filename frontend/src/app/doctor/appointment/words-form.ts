import { Component, computed, inject, input, linkedSignal, output, signal } from '@angular/core';
import { injectProblemText } from '../../core/errors/problem-text';
import { injectT } from '../../core/i18n/i18n';
import type { Appointment } from '../../core/models';
import { FormError } from '../../ui/form-error';
import { Toasts } from '../../ui/toasts';
import { VisitsApi } from '../visits/visits-api';

/** What the doctor tells the patient: a message and where to come. */
@Component({
  selector: 'app-words-form',
  imports: [FormError],
  template: `
    <form class="card stack" novalidate (submit)="save($event)">
      <h2>{{ t('doctor.visit.words') }}</h2>
      <div class="field">
        <label for="visit-message">{{ t('doctor.visit.message') }}</label>
        <textarea
          id="visit-message"
          class="input"
          rows="3"
          maxlength="2000"
          [value]="message()"
          (input)="message.set($any($event.target).value)"
        ></textarea>
      </div>
      <div class="field">
        <label for="visit-place">{{ t('doctor.visit.place') }}</label>
        <input
          id="visit-place"
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
  readonly visit = input.required<Appointment>();
  readonly saved = output();

  protected readonly t = injectT();
  private readonly api = inject(VisitsApi);
  private readonly toasts = inject(Toasts);
  private readonly problemText = injectProblemText();

  protected readonly problem = signal('');
  protected readonly message = linkedSignal(() => this.visit().message_medecin);
  protected readonly place = linkedSignal(() => this.visit().location_note);
  readonly dirty = computed(
    () =>
      this.message() !== this.visit().message_medecin ||
      this.place() !== this.visit().location_note,
  );

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    this.problem.set('');
    try {
      await this.api.write(this.visit(), {
        message_medecin: this.message(),
        location_note: this.place(),
      });
      this.toasts.show(this.t('doctor.visit.done.saved'));
    } catch (error) {
      this.problem.set(this.problemText(error));
    }
    this.saved.emit();
  }
}
