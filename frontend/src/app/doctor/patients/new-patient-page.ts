import { Component, inject, signal } from '@angular/core';
import { form, FormField } from '@angular/forms/signals';
import { Router, RouterLink } from '@angular/router';
import { Api } from '../../api/api';
import { patientsCreate } from '../../api/fn/patients/patients-create';
import { isProblem, toProblem } from '../../core/errors/problem';
import { injectProblemText } from '../../core/errors/problem-text';
import { formSubmission } from '../../core/errors/submit-form';
import { Formats } from '../../core/i18n/formats';
import { injectT } from '../../core/i18n/i18n';
import { FormError } from '../../ui/form-error';
import { FormField as Field } from '../../ui/form-field';
import { PageHeader } from '../../ui/page-header';
import { type HasUnsavedChanges, warnBeforeUnload } from '../../ui/unsaved-changes';
import { emptyPerson, isEmpty, type PersonForm, personSchema } from './person-schema';

interface Namesake {
  id: number;
  name: string;
  birth_date: string;
}

/** The practice writes down somebody without an account: a child, who phones, who walks in. */
@Component({
  selector: 'app-new-patient-page',
  imports: [Field, FormError, FormField, PageHeader, RouterLink],
  templateUrl: './new-patient-page.html',
  styleUrl: './patients.scss',
})
export class NewPatientPage implements HasUnsavedChanges {
  protected readonly t = injectT();
  protected readonly formats = inject(Formats);
  private readonly api = inject(Api);
  private readonly router = inject(Router);

  protected readonly sexes: readonly PersonForm['sex'][] = ['', 'female', 'male', 'other'];
  private readonly model = signal({ ...emptyPerson });
  protected readonly fields = form(this.model, personSchema);
  /** Who has that name and birth date already; the server asks whether they are meant. */
  protected readonly namesakes = signal<readonly Namesake[]>([]);
  protected readonly submission = formSubmission(this.fields, injectProblemText());

  constructor() {
    warnBeforeUnload(() => this.hasUnsavedChanges());
  }

  hasUnsavedChanges(): boolean {
    return !isEmpty(this.model());
  }

  protected add(event: Event): Promise<void> {
    return this.submission.run(event, () => this.write(false));
  }

  /** Somebody else of the same name and birth date. */
  protected addAnyway(event: Event): Promise<void> {
    return this.submission.run(event, () => this.write(true));
  }

  /** The record that is there is opened: what was typed is not needed. */
  protected discard(): void {
    this.fields().reset({ ...emptyPerson });
  }

  private async write(confirm_duplicate: boolean): Promise<void> {
    this.namesakes.set([]);
    try {
      const body = { ...this.model(), confirm_duplicate };
      const added = await this.api.invoke(patientsCreate, { body });
      this.fields().reset({ ...emptyPerson });
      await this.router.navigate(['/medecin/patients', added.id]);
    } catch (error) {
      if (!isProblem(error, 'patient_exists')) {
        throw error;
      }
      this.namesakes.set(toProblem(error).details['patients'] as Namesake[]);
    }
  }
}
