import { Component, computed, input, linkedSignal } from '@angular/core';
import { hueOf, initials } from './initials';

/** A photo, or initials in a stable hue when there is none (or it cannot be loaded). */
@Component({
  selector: 'app-avatar',
  template: `
    @if (source(); as url) {
      <img
        [src]="url"
        alt=""
        [width]="size()"
        [height]="size()"
        loading="lazy"
        (error)="source.set(null)"
      />
    } @else {
      {{ letters() }}
    }
  `,
  styles: `
    :host {
      display: inline-flex;
      flex: none;
      align-items: center;
      justify-content: center;
      border-radius: 50%;
      overflow: hidden;
      font-weight: 600;
      letter-spacing: 0.02em;
      background: light-dark(oklch(0.92 0.045 var(--hue)), oklch(0.36 0.06 var(--hue)));
      color: light-dark(oklch(0.38 0.09 var(--hue)), oklch(0.92 0.05 var(--hue)));
      user-select: none;
    }
    img {
      width: 100%;
      height: 100%;
      object-fit: cover;
    }
  `,
  host: {
    'aria-hidden': 'true',
    '[style.--hue]': 'hue()',
    '[style.width.px]': 'size()',
    '[style.height.px]': 'size()',
    '[style.font-size.px]': 'size() * 0.38',
  },
})
export class Avatar {
  readonly name = input.required<string>();
  readonly picture = input<string | null | undefined>(null);
  readonly size = input(48);

  protected readonly source = linkedSignal(() => this.picture() ?? null);
  protected readonly letters = computed(() => initials(this.name()));
  protected readonly hue = computed(() => hueOf(this.name()));
}
