import { afterNextRender, Directive, ElementRef, inject } from '@angular/core';

/** Takes the focus when it appears: for the head of what opens, or what replaces a form. */
@Directive({ selector: '[appTakeFocus]', host: { tabindex: '-1' } })
export class TakeFocus {
  constructor() {
    const host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
    afterNextRender(() => {
      host.focus({ preventScroll: true });
      host.scrollIntoView({ block: 'start' });
    });
  }
}
