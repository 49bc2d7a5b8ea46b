import { Component, inject, signal } from '@angular/core';
import { form, FormField } from '@angular/forms/signals';
import { Router, RouterLink } from '@angular/router';
import { Api } from '../../api/api';
import { careEmergencyCreate } from '../../api/fn/care/care-emergency-create';
import { patientsFindCreate } from '../../api/fn/patients/patients-find-create';
import type { FoundOut } from '../../api/models';
import { injectProblemText } from '../../core/errors/problem-text';
import { formSubmission } from '../../core/errors/submit-form';
import { Formats } from '../../core/i18n/formats';
import { PlatformSettings } from '../../core/http/platform-settings';
import { injectT } from '../../core/i18n/i18n';
import { Avatar } from '../../ui/avatar';
import { Confirm } from '../../ui/confirm-dialog';
import { EmptyState } from '../../ui/empty-state';
import { FormError } from '../../ui/form-error';
import { FormField as Field } from '../../ui/form-field';
import { Icon } from '../../ui/icon';
import { PageHeader } from '../../ui/page-header';
import { emptyIdentity, identitySchema } from './identity-schema';

/** How long the reason of an emergency is, at least and at most; the server says so too. */
const REASON_LEAST = 10;
const REASON_MOST = 300;

/** Finds somebody whom the doctor does not treat yet, by exact name and birth date. */
@Component({
  selector: 'app-find-page',
  imports: [Avatar, EmptyState, Field, FormError, FormField, Icon, PageHeader, RouterLink],
  templateUrl: './find-page.html',
  styleUrl: './patients.scss',
})
export class FindPage {
  protected readonly t = injectT();
  protected readonly formats = inject(Formats);
  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private readonly confirm = inject(Confirm);
  private readonly problemText = injectProblemText();

  private readonly model = signal({ ...emptyIdentity });
  protected readonly fields = form(this.model, identitySchema);
  private readonly settings = inject(PlatformSettings);
  protected readonly submission = formSubmission(this.fields, this.problemText);
  /** Null before the first search. */
  protected readonly found = signal<readonly FoundOut[] | null>(null);
  protected readonly busy = signal<number | null>(null);
  protected readonly error = signal('');

  protected find(event: Event): Promise<void> {
    this.error.set('');
    return this.submission.run(event, async () => {
      this.found.set(null);
      this.found.set(await this.api.invoke(patientsFindCreate, { body: this.model() }));
    });
  }

  protected async declareEmergency(patient: FoundOut): Promise<void> {
    const { name } = patient;
    const hours = this.settings.value().emergency_hours;
    const answer = await this.confirm.ask({
      heading: this.t('doctor.patients.emergency.heading', { name }),
      text: this.t('doctor.patients.emergency.text'),
      points: ['told', 'journal', 'hours'].map((point) =>
        this.t(`doctor.patients.emergency.points.${point}`, { hours }),
      ),
      confirm: this.t('doctor.patients.emergency.open'),
      danger: true,
      reason: {
        label: this.t('doctor.patients.emergency.reason'),
        required: true,
        least: REASON_LEAST,
        most: REASON_MOST,
        missing: this.t('doctor.patients.emergency.reasonMissing', { count: REASON_LEAST }),
      },
    });
    if (!answer || this.busy() !== null) {
      return;
    }
    this.busy.set(patient.id);
    this.error.set('');
    try {
      await this.api.invoke(careEmergencyCreate, {
        body: { patient: patient.id, reason: answer.reason },
      });
      await this.router.navigate(['/medecin/patients', patient.id]);
    } catch (error) {
      this.error.set(this.problemText(error));
    } finally {
      this.busy.set(null);
    }
  }
}
