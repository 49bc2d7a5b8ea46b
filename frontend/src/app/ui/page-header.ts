import { Component, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Icon } from './icon';

/** Title, optional way back and explanation; the page's one primary action is projected. */
@Component({
  selector: 'app-page-header',
  imports: [Icon, RouterLink],
  template: `
    @if (back()) {
      <a class="back" [routerLink]="back()"
        ><app-icon name="arrow_back" [size]="18" /> {{ backLabel() }}</a
      >
    }
    <div class="bar">
      <div>
        <h1 tabindex="-1">{{ heading() }}</h1>
        @if (text()) {
          <p class="muted">{{ text() }}</p>
        }
      </div>
      <div class="actions"><ng-content /></div>
    </div>
  `,
  styles: `
    :host {
      display: block;
      margin-bottom: var(--space-5);
    }
    .back {
      display: inline-flex;
      align-items: center;
      gap: 6px;
      min-height: 32px;
      margin-bottom: var(--space-2);
      font-size: var(--text-sm);
      font-weight: 500;
      text-decoration: none;
    }
    .bar {
      display: flex;
      flex-wrap: wrap;
      align-items: flex-end;
      justify-content: space-between;
      gap: var(--space-4);
    }
    p {
      margin-top: var(--space-1);
    }
    .actions {
      display: flex;
      flex-wrap: wrap;
      gap: var(--space-2);
    }
    .actions:empty {
      display: none;
    }
  `,
})
export class PageHeader {
  readonly heading = input.required<string>();
  readonly text = input('');
  readonly back = input('');
  readonly backLabel = input('');
}
