import { Component } from '@angular/core';
import { injectT } from '../../core/i18n/i18n';
import { PageHeader } from '../../ui/page-header';
import type { HasUnsavedChanges } from '../../ui/unsaved-changes';

@Component({
  selector: 'app-doctor-profile-edit-page',
  imports: [PageHeader],
  template: `
    <div class="page">
      <app-page-header [heading]="t('doctor.profile.title')" [text]="t('doctor.profile.text')" />
    </div>
  `,
})
export class DoctorProfileEditPage implements HasUnsavedChanges {
  protected readonly t = injectT();

  hasUnsavedChanges(): boolean {
    return false;
  }
}
