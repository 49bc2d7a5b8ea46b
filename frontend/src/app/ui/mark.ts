import { Component, input } from '@angular/core';

/** The mark of Créneau: a rounded square with a notch, the free slot. */
@Component({
  selector: 'app-mark',
  template: `<svg [attr.width]="size()" [attr.height]="size()" viewBox="0 0 32 32">
    <path
      class="body"
      d="M9 2h8v7a2 2 0 0 0 2 2h9a2 2 0 0 1 2 2v10a7 7 0 0 1-7 7H9a7 7 0 0 1-7-7V9a7 7 0 0 1 7-7Z"
    />
    <rect class="slot" x="20.5" y="2" width="9.5" height="6.5" rx="2" />
  </svg>`,
  styles: `
    :host {
      display: inline-flex;
    }
    .body {
      fill: var(--mat-sys-primary);
    }
    .slot {
      fill: #f59e0b;
    }
  `,
  host: { 'aria-hidden': 'true' },
})
export class Mark {
  readonly size = input(28);
}
