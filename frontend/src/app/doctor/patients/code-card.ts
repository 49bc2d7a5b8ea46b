import { Component, computed, inject, input, signal, ViewEncapsulation } from '@angular/core';
import { Api } from '../../api/api';
import { patientsCodeCreate } from '../../api/fn/patients/patients-code-create';
import type { CodeOut, PatientOut } from '../../api/models';
import { Session } from '../../core/auth/session';
import { injectProblemText } from '../../core/errors/problem-text';
import { injectT } from '../../core/i18n/i18n';
import { Confirm } from '../../ui/confirm-dialog';
import { DateTimePipe } from '../../ui/format-pipes';
import { FormError } from '../../ui/form-error';
import { Icon } from '../../ui/icon';

/** The code with which a patient without an account registers for the record; shown once. */
@Component({
  selector: 'app-code-card',
  imports: [DateTimePipe, FormError, Icon],
  templateUrl: './code-card.html',
  // Printed, the sheet stands alone on the page: that reaches beyond this component.
  encapsulation: ViewEncapsulation.None,
  styleUrl: './code-card.scss',
})
export class CodeCard {
  readonly patient = input.required<PatientOut>();

  protected readonly t = injectT();
  private readonly api = inject(Api);
  private readonly confirm = inject(Confirm);
  private readonly problemText = injectProblemText();

  private readonly session = inject(Session);
  /** Who hands it out: the sheet leaves the practice. */
  protected readonly doctor = computed(() => this.session.user()?.display_name ?? '');
  protected readonly handed = signal<CodeOut | null>(null);
  protected readonly busy = signal(false);
  protected readonly error = signal('');
  protected readonly site = `${location.host}/inscription`;

  protected async make(): Promise<void> {
    if (this.busy() || (this.handed() && !(await this.replaces()))) {
      return;
    }
    this.busy.set(true);
    this.error.set('');
    try {
      this.handed.set(await this.api.invoke(patientsCodeCreate, { id: this.patient().id }));
    } catch (error) {
      this.error.set(this.problemText(error));
    } finally {
      this.busy.set(false);
    }
  }

  protected print(): void {
    window.print();
  }

  private async replaces(): Promise<boolean> {
    const answer = await this.confirm.ask({
      heading: this.t('doctor.patients.code.againHeading'),
      text: this.t('doctor.patients.code.againText'),
      confirm: this.t('doctor.patients.code.again'),
    });
    return answer !== null;
  }
}
