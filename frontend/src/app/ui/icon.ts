import { Component, computed, input } from '@angular/core';
import { iconHref, type IconName } from './icon-name';

/** A symbol of the sprite. Decorative: the words beside it carry the meaning. */
@Component({
  selector: 'app-icon',
  template: `<svg [attr.width]="size()" [attr.height]="size()" fill="currentColor">
    <use [attr.href]="href()" />
  </svg>`,
  styles: `
    :host {
      display: inline-flex;
      flex: none;
    }
  `,
  host: { 'aria-hidden': 'true' },
})
export class Icon {
  readonly name = input.required<IconName>();
  readonly size = input(20);
  protected readonly href = computed(() => iconHref(this.name()));
}
