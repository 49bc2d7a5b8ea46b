import { Component, ElementRef, inject, input, model, viewChild } from '@angular/core';

/** A button with a panel below it. Closes on Escape, on a click outside and when the focus leaves. */
@Component({
  selector: 'app-dropdown',
  template: `
    <button
      #trigger
      type="button"
      class="btn trigger"
      [attr.aria-label]="label() || null"
      [attr.aria-expanded]="open()"
      [attr.aria-controls]="open() ? panelId : null"
      (click)="open.set(!open())"
    >
      <ng-content select="[trigger]" />
    </button>
    @if (open()) {
      <div class="panel" [id]="panelId" [class.wide]="wide()">
        <ng-content />
      </div>
    }
  `,
  styles: `
    :host {
      position: relative;
      display: inline-flex;
    }
    .trigger {
      padding: 0 10px;
      color: var(--mat-sys-on-surface);
    }
    .panel {
      position: absolute;
      top: calc(100% + 8px);
      right: 0;
      z-index: 50;
      min-width: 248px;
      padding: var(--space-2);
      border: var(--line);
      border-radius: var(--radius);
      background: var(--card);
      box-shadow: var(--overlay-shadow);
      animation: appear var(--motion);
    }
    .wide {
      width: min(400px, calc(100vw - 32px));
    }
    @media (width <= 640px) {
      .wide {
        position: fixed;
        inset: 68px 16px auto;
        width: auto;
      }
    }
    @keyframes appear {
      from {
        opacity: 0;
        transform: translateY(-4px);
      }
    }
  `,
  host: {
    '(keydown.escape)': 'close(true)',
    '(document:pointerdown)': 'onOutside($event.target)',
    '(focusout)': 'onOutside($event.relatedTarget)',
  },
})
export class Dropdown {
  readonly label = input('');
  readonly wide = input(false);
  readonly open = model(false);

  protected readonly panelId = `panel-${nextId++}`;
  private readonly trigger = viewChild.required<ElementRef<HTMLButtonElement>>('trigger');
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef);

  close(refocus = false): void {
    if (this.open()) {
      this.open.set(false);
      if (refocus) {
        this.trigger().nativeElement.focus();
      }
    }
  }

  protected onOutside(target: EventTarget | null): void {
    if (target instanceof Node && !this.host.nativeElement.contains(target)) {
      this.close();
    }
  }
}

let nextId = 1;
