import { Dialog, DIALOG_DATA, DialogRef } from '@angular/cdk/dialog';
import { Component, inject, Injectable, signal } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import { injectT } from '../core/i18n/i18n';

export interface ConfirmOptions {
  heading: string;
  text?: string;
  /** What will happen, point by point. */
  points?: readonly string[];
  confirm: string;
  /** Defaults to « Retour ». */
  dismiss?: string;
  danger?: boolean;
  /** Asks for a text beside the decision; `required` makes it necessary, of `least` to `most`
   * characters. */
  reason?: { label: string; required?: boolean; least?: number; most?: number; missing?: string };
}

export interface Confirmation {
  reason: string;
}

@Component({
  selector: 'app-confirm-dialog',
  template: `
    <form novalidate (submit)="decide($event)">
      <h2 id="confirm-heading">{{ data.heading }}</h2>
      <div id="confirm-text" class="stack-small">
        @if (data.text) {
          <p class="muted">{{ data.text }}</p>
        }
        @if (data.points; as points) {
          <ul>
            @for (point of points; track point) {
              <li>{{ point }}</li>
            }
          </ul>
        }
      </div>
      @if (data.reason; as field) {
        <div class="stack-small">
          <label for="confirm-reason">
            {{ field.label }}
            @if (!field.required) {
              <span class="muted">{{ t('common.optional') }}</span>
            }
          </label>
          <textarea
            id="confirm-reason"
            class="input"
            rows="3"
            [attr.maxlength]="field.most ?? 500"
            [attr.aria-invalid]="missing()"
            [value]="reason()"
            (input)="reason.set($any($event.target).value)"
          ></textarea>
          @if (missing()) {
            <p class="error" role="alert">{{ field.missing ?? t('validation.required') }}</p>
          }
        </div>
      }
      <div class="actions">
        <button type="button" class="btn" (click)="ref.close()">
          {{ data.dismiss ?? t('common.back') }}
        </button>
        <button type="submit" class="btn btn-primary" [class.btn-danger]="data.danger">
          {{ data.confirm }}
        </button>
      </div>
    </form>
  `,
  styles: `
    form {
      display: flex;
      flex-direction: column;
      gap: var(--space-4);
      max-height: calc(100dvh - 32px);
      padding: var(--space-5);
      overflow-y: auto;
      border: var(--line);
      border-radius: 16px;
      background: var(--card);
      box-shadow: var(--overlay-shadow);
    }
    .stack-small {
      display: flex;
      flex-direction: column;
      gap: 6px;
    }
    ul {
      display: flex;
      flex-direction: column;
      gap: 6px;
      padding-left: 1.2em;
      list-style: disc;
    }
    #confirm-text:empty {
      display: none;
    }
    label {
      font-size: var(--text-sm);
      font-weight: 600;
    }
    label span {
      font-weight: 400;
    }
    .error {
      font-size: var(--text-sm);
      color: var(--mat-sys-error);
    }
    .actions {
      display: flex;
      flex-wrap: wrap;
      justify-content: flex-end;
      gap: var(--space-2);
    }
  `,
})
export class ConfirmDialog {
  protected readonly data = inject<ConfirmOptions>(DIALOG_DATA);
  protected readonly ref = inject<DialogRef<Confirmation>>(DialogRef);
  protected readonly t = injectT();
  protected readonly reason = signal('');
  protected readonly missing = signal(false);

  protected decide(event: Event): void {
    event.preventDefault();
    const reason = this.reason().trim();
    if (this.data.reason?.required && reason.length < (this.data.reason.least ?? 1)) {
      this.missing.set(true);
      return;
    }
    this.ref.close({ reason });
  }
}

/** Asks before something that cannot be undone. Null when the person stepped back. */
@Injectable({ providedIn: 'root' })
export class Confirm {
  private readonly dialog = inject(Dialog);

  async ask(options: ConfirmOptions): Promise<Confirmation | null> {
    const ref = this.dialog.open<Confirmation, ConfirmOptions, ConfirmDialog>(ConfirmDialog, {
      data: options,
      width: 'min(480px, calc(100vw - 32px))',
      ariaLabelledBy: 'confirm-heading',
      ariaDescribedBy: options.text ? 'confirm-text' : null,
      autoFocus: options.reason ? '#confirm-reason' : 'first-tabbable',
    });
    return (await firstValueFrom(ref.closed)) ?? null;
  }
}
