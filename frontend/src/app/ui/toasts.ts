import { Component, inject, Injectable, signal } from '@angular/core';
import { injectT } from '../core/i18n/i18n';
import { Icon } from './icon';

export interface Toast {
  id: number;
  text: string;
  action?: { label: string; run: () => void };
}

/** Short confirmations at the bottom of the screen, read out politely. */
@Injectable({ providedIn: 'root' })
export class Toasts {
  private readonly shown = signal<readonly Toast[]>([]);
  private next = 1;

  readonly items = this.shown.asReadonly();

  show(text: string, action?: Toast['action']): void {
    const toast: Toast = { id: this.next++, text, ...(action ? { action } : {}) };
    this.shown.update((items) => [...items.slice(-2), toast]);
    setTimeout(() => this.dismiss(toast.id), action ? 10_000 : 6000);
  }

  dismiss(id: number): void {
    this.shown.update((items) => items.filter((item) => item.id !== id));
  }
}

@Component({
  selector: 'app-toasts',
  imports: [Icon],
  template: `
    <div class="stack" role="status" aria-live="polite">
      @for (toast of toasts.items(); track toast.id) {
        <div class="toast">
          <span>{{ toast.text }}</span>
          @if (toast.action; as action) {
            <button type="button" class="action" (click)="action.run(); toasts.dismiss(toast.id)">
              {{ action.label }}
            </button>
          }
          <button
            type="button"
            class="close"
            [attr.aria-label]="t('common.close')"
            (click)="toasts.dismiss(toast.id)"
          >
            <app-icon name="close" [size]="18" />
          </button>
        </div>
      }
    </div>
  `,
  styles: `
    :host {
      position: fixed;
      inset: auto 16px 24px;
      z-index: 1100;
      display: flex;
      justify-content: center;
      pointer-events: none;
    }
    .toast {
      display: flex;
      align-items: center;
      gap: var(--space-3);
      max-width: 560px;
      min-height: 48px;
      padding: 4px 4px 4px 16px;
      border-radius: var(--radius);
      background: var(--mat-sys-inverse-surface);
      color: var(--mat-sys-inverse-on-surface);
      font-size: var(--text-sm);
      box-shadow: var(--overlay-shadow);
      pointer-events: auto;
    }
    span {
      flex: 1;
    }
    button {
      min-height: 40px;
      border: 0;
      border-radius: 8px;
      background: transparent;
      cursor: pointer;
    }
    .close {
      width: 40px;
      display: grid;
      place-items: center;
    }
    .action {
      padding: 0 12px;
      font-weight: 600;
      color: var(--mat-sys-inverse-primary);
    }
  `,
})
export class ToastOutlet {
  protected readonly toasts = inject(Toasts);
  protected readonly t = injectT();
}
