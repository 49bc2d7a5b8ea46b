import { HttpClient, httpResource } from '@angular/common/http';
import { Component, computed, effect, inject, signal, untracked } from '@angular/core';
import { form, FormField } from '@angular/forms/signals';
import { patientsMeRetrieve } from '../../api/fn/patients/patients-me-retrieve';
import { Session } from '../../core/auth/session';
import { injectProblemText } from '../../core/errors/problem-text';
import { formSubmission } from '../../core/errors/submit-form';
import { patchTagged, tagOf } from '../../core/http/tagged';
import { injectT } from '../../core/i18n/i18n';
import type { PatientProfile } from '../../core/models';
import { ErrorState } from '../../ui/error-state';
import { FormError } from '../../ui/form-error';
import { FormField as Field } from '../../ui/form-field';
import { Skeleton } from '../../ui/skeleton';
import { Toasts } from '../../ui/toasts';
import { emptyPatient, fromProfile, isSame, patientSchema, toProfile } from './patient-schema';

/** The patient's own data, as their doctors see it. */
@Component({
  selector: 'app-patient-card',
  imports: [ErrorState, Field, FormError, FormField, Skeleton],
  templateUrl: './patient-card.html',
  styles: `
    .pair {
      display: grid;
      grid-template-columns: 1fr 1fr;
      gap: var(--space-4);
    }
    @media (width <= 520px) {
      .pair {
        grid-template-columns: 1fr;
      }
    }
  `,
})
export class PatientCard {
  protected readonly t = injectT();
  private readonly http = inject(HttpClient);
  private readonly session = inject(Session);
  private readonly toasts = inject(Toasts);

  protected readonly profile = httpResource<PatientProfile>(() => patientsMeRetrieve.PATH);
  private etag = '';
  private readonly model = signal({ ...emptyPatient });
  protected readonly fields = form(this.model, patientSchema);
  protected readonly submission = formSubmission(this.fields, injectProblemText());

  /** By what is written, not by the form's word: a date field calls itself dirty when it appears. */
  readonly dirty = computed(
    () => this.profile.hasValue() && !isSame(this.model(), fromProfile(this.profile.value())),
  );

  constructor() {
    effect(() => {
      if (this.profile.hasValue()) {
        const profile = this.profile.value();
        untracked(() => this.fields().reset(fromProfile(profile)));
      }
    });
    effect(() => {
      if (this.profile.headers()) {
        this.etag = tagOf(this.profile.headers());
      }
    });
  }

  protected save(event: Event): Promise<void> {
    return this.submission.run(event, async () => {
      const path = patientsMeRetrieve.PATH;
      const body = toProfile(this.model());
      const answer = await patchTagged<PatientProfile>(this.http, path, body, this.etag);
      const saved = answer.value;
      this.etag = answer.etag;
      this.profile.set(saved);
      this.fields().reset(fromProfile(saved));
      this.toasts.show(this.t('patient.saved'));
      await this.session.loadUser();
    });
  }
}
