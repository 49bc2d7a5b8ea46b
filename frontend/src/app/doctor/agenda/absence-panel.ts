import { Component, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { ExceptionOut } from '../../api/models';
import { injectT } from '../../core/i18n/i18n';
import { SideSheet } from '../../ui/side-sheet';
import { injectAbsencePeriod } from '../absences/absence-period';

/** An absence, and the way to where it is changed. */
@Component({
  selector: 'app-absence-panel',
  imports: [RouterLink, SideSheet],
  template: `
    <app-side-sheet [heading]="t('doctor.agenda.absent')" (closed)="closed.emit()">
      <div class="stack">
        @if (absence(); as absence) {
          <p>
            <strong>{{
              absence.reason ||
                t('doctor.absences.kinds.' + (absence.exception_type ?? 'unavailable'))
            }}</strong>
          </p>
          <p>
            <span class="capital">{{ period(absence) }}</span>
          </p>
          <p class="muted small">{{ t('doctor.absences.text') }}</p>
        }
        <div>
          <a class="btn btn-outlined" routerLink="/medecin/absences">
            {{ t('doctor.absences.title') }}
          </a>
        </div>
      </div>
    </app-side-sheet>
  `,
})
export class AbsencePanel {
  readonly absence = input.required<ExceptionOut | undefined>();
  readonly closed = output();

  protected readonly t = injectT();
  protected readonly period = injectAbsencePeriod();
}
