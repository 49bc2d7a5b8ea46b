import { Component, inject, signal } from '@angular/core';
import { form, FormField } from '@angular/forms/signals';
import { Router, RouterLink } from '@angular/router';
import { Api } from '../../api/api';
import { patientsCreate } from '../../api/fn/patients/patients-create';
import { injectProblemText } from '../../core/errors/problem-text';
import { formSubmission } from '../../core/errors/submit-form';
import { injectT } from '../../core/i18n/i18n';
import { FormError } from '../../ui/form-error';
import { FormField as Field } from '../../ui/form-field';
import { PageHeader } from '../../ui/page-header';
import { type HasUnsavedChanges, warnBeforeUnload } from '../../ui/unsaved-changes';
import { emptyPerson, isEmpty, type PersonForm, personSchema } from './person-schema';

/** The practice writes down somebody without an account: a child, who phones, who walks in. */
@Component({
  selector: 'app-new-patient-page',
  imports: [Field, FormError, FormField, PageHeader, RouterLink],
  templateUrl: './new-patient-page.html',
  styleUrl: './patients.scss',
})
export class NewPatientPage implements HasUnsavedChanges {
  protected readonly t = injectT();
  private readonly api = inject(Api);
  private readonly router = inject(Router);

  protected readonly sexes: readonly PersonForm['sex'][] = ['', 'female', 'male', 'other'];
  private readonly model = signal({ ...emptyPerson });
  protected readonly fields = form(this.model, personSchema);
  protected readonly submission = formSubmission(this.fields, injectProblemText());

  constructor() {
    warnBeforeUnload(() => this.hasUnsavedChanges());
  }

  hasUnsavedChanges(): boolean {
    return !isEmpty(this.model());
  }

  protected add(event: Event): Promise<void> {
    return this.submission.run(event, async () => {
      const added = await this.api.invoke(patientsCreate, { body: this.model() });
      this.fields().reset({ ...emptyPerson });
      await this.router.navigate(['/medecin/patients', added.id]);
    });
  }
}
