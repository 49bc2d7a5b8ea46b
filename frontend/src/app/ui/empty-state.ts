import { Component, input } from '@angular/core';

export type Illustration = 'calendar' | 'search' | 'inbox' | 'people' | 'document';

/** An empty list: a line drawing, what it means, and (projected) what to do. */
@Component({
  selector: 'app-empty-state',
  template: `
    <svg viewBox="0 0 160 112" width="160" height="112" aria-hidden="true">
      <ellipse class="ground" cx="80" cy="102" rx="58" ry="6" />
      @switch (kind()) {
        @case ('calendar') {
          <rect class="sheet" x="38" y="20" width="84" height="76" rx="10" />
          <path class="line" d="M38 42h84M58 12v16M102 12v16" />
          <rect class="soft" x="50" y="54" width="16" height="12" rx="3" />
          <rect class="soft" x="72" y="54" width="16" height="12" rx="3" />
          <rect class="warm" x="94" y="54" width="16" height="12" rx="3" />
          <rect class="soft" x="50" y="74" width="16" height="12" rx="3" />
          <rect class="soft" x="72" y="74" width="16" height="12" rx="3" />
        }
        @case ('search') {
          <rect class="sheet" x="30" y="24" width="82" height="30" rx="8" />
          <rect class="sheet" x="30" y="62" width="82" height="30" rx="8" />
          <circle class="soft" cx="46" cy="39" r="8" />
          <circle class="soft" cx="46" cy="77" r="8" />
          <path class="line" d="M62 36h34M62 44h20M62 74h34M62 82h20" />
          <circle class="lens" cx="110" cy="58" r="20" />
          <path class="line" d="m124 73 14 15" />
        }
        @case ('inbox') {
          <path class="sheet" d="M34 56 48 22h64l14 34v32a8 8 0 0 1-8 8H42a8 8 0 0 1-8-8Z" />
          <path class="line" d="M34 56h26l6 12h28l6-12h26" />
          <circle class="warm" cx="118" cy="26" r="9" />
        }
        @case ('people') {
          <circle class="sheet" cx="80" cy="40" r="18" />
          <path class="sheet" d="M44 96c2-22 16-32 36-32s34 10 36 32Z" />
          <circle class="soft" cx="38" cy="52" r="11" />
          <circle class="warm" cx="122" cy="52" r="11" />
        }
        @case ('document') {
          <path
            class="sheet"
            d="M50 14h42l20 20v56a8 8 0 0 1-8 8H50a8 8 0 0 1-8-8V22a8 8 0 0 1 8-8Z"
          />
          <path class="line" d="M92 14v20h20M56 50h40M56 64h40M56 78h24" />
          <circle class="warm" cx="112" cy="84" r="12" />
        }
      }
    </svg>
    <h2>{{ heading() }}</h2>
    @if (text()) {
      <p>{{ text() }}</p>
    }
    <ng-content />
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      align-items: center;
      gap: var(--space-3);
      padding: var(--space-6) var(--space-5);
      border: 1px dashed var(--mat-sys-outline-variant);
      border-radius: var(--radius);
      text-align: center;
    }
    p {
      max-width: 46ch;
      color: var(--mat-sys-on-surface-variant);
    }
    .ground {
      fill: var(--mat-sys-surface-container);
    }
    .sheet,
    .lens {
      fill: var(--card);
      stroke: var(--mat-sys-primary);
      stroke-width: 2.5;
    }
    .line {
      fill: none;
      stroke: var(--mat-sys-primary);
      stroke-width: 2.5;
      stroke-linecap: round;
    }
    .soft {
      fill: var(--mat-sys-primary-container);
    }
    .warm {
      fill: #f59e0b;
    }
  `,
})
export class EmptyState {
  readonly kind = input<Illustration>('calendar');
  readonly heading = input.required<string>();
  readonly text = input('');
}
