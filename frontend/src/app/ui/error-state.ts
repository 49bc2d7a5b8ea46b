import { Component, computed, input, output } from '@angular/core';
import { injectT } from '../core/i18n/i18n';
import { injectProblemText } from '../core/errors/problem-text';
import { Icon } from './icon';

/** What went wrong, in words, with a retry. */
@Component({
  selector: 'app-error-state',
  imports: [Icon],
  template: `
    <app-icon name="error" [size]="28" />
    <div>
      <h2>{{ heading() || t('common.errorTitle') }}</h2>
      <p>{{ text() }}</p>
    </div>
    <button type="button" class="btn btn-outlined" (click)="retry.emit()">
      <app-icon name="refresh" /> {{ t('common.retry') }}
    </button>
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: var(--space-4);
      padding: var(--space-5);
      border: var(--line);
      border-radius: var(--radius);
      background: var(--card);
    }
    div {
      flex: 1 1 240px;
    }
    h2 {
      font-size: var(--text-md);
      margin-bottom: var(--space-1);
    }
    p {
      color: var(--mat-sys-on-surface-variant);
    }
    :host > app-icon {
      color: var(--mat-sys-error);
    }
  `,
  host: { role: 'alert' },
})
export class ErrorState {
  readonly error = input.required<unknown>();
  readonly heading = input('');
  readonly retry = output();

  protected readonly t = injectT();
  private readonly problemText = injectProblemText();
  protected readonly text = computed(() => this.problemText(this.error()));
}
