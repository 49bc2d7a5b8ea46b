import { Component, inject, input, linkedSignal, output } from '@angular/core';
import { form, FormField, maxLength } from '@angular/forms/signals';
import { AppointmentsApi } from '../../booking/appointments-api';
import { injectProblemText } from '../../core/errors/problem-text';
import { formSubmission } from '../../core/errors/submit-form';
import { injectT } from '../../core/i18n/i18n';
import type { Appointment } from '../../core/models';
import { FormError } from '../../ui/form-error';
import { FormField as Field } from '../../ui/form-field';
import { TakeFocus } from '../../ui/take-focus';
import { Toasts } from '../../ui/toasts';

/** What the patient tells the doctor, changed after booking. */
@Component({
  selector: 'app-words-card',
  imports: [Field, FormError, FormField, TakeFocus],
  template: `
    <form class="card stack" novalidate aria-labelledby="words-heading" (submit)="save($event)">
      <h2 id="words-heading" appTakeFocus>{{ t('patient.wordsHeading') }}</h2>
      <app-field
        [label]="t('booking.motif')"
        for="motif"
        [optional]="true"
        [hint]="t('booking.motifHint')"
        [state]="fields.motif()"
      >
        <input id="motif" class="input" [formField]="fields.motif" />
      </app-field>
      <app-field
        [label]="t('booking.message')"
        for="message"
        [optional]="true"
        [hint]="t('booking.messageHint')"
        [state]="fields.message_patient()"
      >
        <textarea
          id="message"
          class="input"
          rows="3"
          [formField]="fields.message_patient"
        ></textarea>
      </app-field>
      <app-form-error [text]="submission.error()" />
      <div class="row">
        <button type="submit" class="btn btn-primary" [attr.aria-busy]="submission.busy()">
          {{ t('common.save') }}
        </button>
        <button type="button" class="btn btn-text" (click)="dismiss.emit()">
          {{ t('common.back') }}
        </button>
      </div>
    </form>
  `,
})
export class WordsCard {
  readonly appointment = input.required<Appointment>();
  readonly saved = output();
  readonly dismiss = output();

  protected readonly t = injectT();
  private readonly api = inject(AppointmentsApi);
  private readonly toasts = inject(Toasts);

  // What is being written stays when the appointment changes meanwhile; the server says so.
  private readonly seen = linkedSignal<Appointment, Appointment>({
    source: this.appointment,
    computation: (now, before) => before?.value ?? now,
  });
  private readonly model = linkedSignal(() => ({
    motif: this.seen().motif,
    message_patient: this.seen().message_patient,
  }));
  protected readonly fields = form(this.model, (path) => {
    maxLength(path.motif, 300, { message: 'validation.tooLong' });
    maxLength(path.message_patient, 2000, { message: 'validation.tooLong' });
  });
  protected readonly submission = formSubmission(this.fields, injectProblemText());

  protected async save(event: Event): Promise<void> {
    await this.submission.run(event, async () => {
      const { motif, message_patient } = this.model();
      await this.api.write(this.seen(), {
        motif: motif.trim(),
        message_patient: message_patient.trim(),
      });
      this.toasts.show(this.t('patient.wordsSaved'));
      this.saved.emit();
    });
  }
}
