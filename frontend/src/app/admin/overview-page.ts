import { Component, inject } from '@angular/core';
import { Session } from '../core/auth/session';
import { injectT } from '../core/i18n/i18n';
import { PageHeader } from '../ui/page-header';

@Component({
  selector: 'app-admin-overview-page',
  imports: [PageHeader],
  template: `
    <div class="page">
      <app-page-header
        [heading]="t('admin.overview.title')"
        [text]="session.user()?.display_name ?? ''"
      />
    </div>
  `,
})
export class OverviewPage {
  protected readonly session = inject(Session);
  protected readonly t = injectT();
}
