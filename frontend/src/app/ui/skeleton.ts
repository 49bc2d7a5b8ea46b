import { Component, computed, input } from '@angular/core';
import { injectT } from '../core/i18n/i18n';

/** Grey shapes in the place of what is loading: `lines` of text, or `cards`. */
@Component({
  selector: 'app-skeleton',
  template: `
    <span class="sr-only" role="status">{{ t('common.loading') }}</span>
    @for (item of items(); track $index) {
      <div class="shape" aria-hidden="true" [class.card-shape]="kind() === 'cards'">
        @if (kind() === 'cards') {
          <span class="disc"></span>
          <span class="texts"><span class="bar"></span><span class="bar short"></span></span>
        }
      </div>
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      gap: var(--space-3);
    }
    .shape {
      height: 18px;
      border-radius: 6px;
      background: var(--mat-sys-surface-container-high);
      animation: breathe 1.4s ease-in-out infinite;
    }
    .shape:last-child:not(.card-shape) {
      width: 60%;
    }
    .card-shape {
      display: flex;
      gap: var(--space-4);
      align-items: center;
      height: 128px;
      padding: var(--space-5);
      border: var(--line);
      border-radius: var(--radius);
      background: var(--card);
    }
    .disc {
      width: 56px;
      height: 56px;
      border-radius: 50%;
      background: var(--mat-sys-surface-container-high);
    }
    .texts {
      display: flex;
      flex: 1;
      flex-direction: column;
      gap: var(--space-3);
    }
    .bar {
      width: 45%;
      height: 16px;
      border-radius: 6px;
      background: var(--mat-sys-surface-container-high);
    }
    .short {
      width: 28%;
    }
    @keyframes breathe {
      50% {
        opacity: 0.55;
      }
    }
  `,
  host: { 'aria-busy': 'true' },
})
export class Skeleton {
  readonly kind = input<'lines' | 'cards'>('lines');
  readonly count = input(3);

  protected readonly t = injectT();
  protected readonly items = computed(() => Array.from({ length: this.count() }));
}
