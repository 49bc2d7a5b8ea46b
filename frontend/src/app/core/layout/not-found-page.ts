import { Component } from '@angular/core';
import { RouterLink } from '@angular/router';
import { injectT } from '../i18n/i18n';
import { EmptyState } from '../../ui/empty-state';

@Component({
  selector: 'app-not-found-page',
  imports: [EmptyState, RouterLink],
  template: `
    <div class="page page-narrow">
      <h1 class="sr-only">{{ t('titles.notFound') }}</h1>
      <app-empty-state kind="search" [heading]="t('notFound.heading')" [text]="t('notFound.text')">
        <a class="btn btn-primary" routerLink="/">{{ t('notFound.home') }}</a>
      </app-empty-state>
    </div>
  `,
})
export class NotFoundPage {
  protected readonly t = injectT();
}
