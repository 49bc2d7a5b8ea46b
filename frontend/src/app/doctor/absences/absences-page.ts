import { Component } from '@angular/core';
import { injectT } from '../../core/i18n/i18n';
import { PageHeader } from '../../ui/page-header';
import type { HasUnsavedChanges } from '../../ui/unsaved-changes';

@Component({
  selector: 'app-absences-page',
  imports: [PageHeader],
  template: `
    <div class="page">
      <app-page-header [heading]="t('doctor.absences.title')" [text]="t('doctor.absences.text')" />
    </div>
  `,
})
export class AbsencesPage implements HasUnsavedChanges {
  protected readonly t = injectT();

  hasUnsavedChanges(): boolean {
    return false;
  }
}
