import { Component, input, model, signal } from '@angular/core';
import type { FormValueControl } from '@angular/forms/signals';
import { injectT } from '../core/i18n/i18n';
import { Icon } from './icon';

/** A password field that can be shown, bound with `[formField]`. */
@Component({
  selector: 'app-password-input',
  imports: [Icon],
  template: `
    <input
      class="input"
      [id]="inputId()"
      [type]="shown() ? 'text' : 'password'"
      [attr.autocomplete]="autocomplete()"
      [value]="value()"
      (input)="value.set($any($event.target).value)"
      (blur)="touched.set(true)"
    />
    <button
      type="button"
      [attr.aria-label]="t(shown() ? 'common.hidePassword' : 'common.showPassword')"
      [attr.aria-pressed]="shown()"
      (click)="shown.set(!shown())"
    >
      <app-icon [name]="shown() ? 'visibility_off' : 'visibility'" />
    </button>
  `,
  styles: `
    :host {
      position: relative;
      display: block;
    }
    .input {
      padding-right: 52px;
    }
    button {
      position: absolute;
      inset: 2px 2px 2px auto;
      display: grid;
      place-items: center;
      width: 44px;
      border: 0;
      border-radius: 8px;
      background: transparent;
      color: var(--mat-sys-on-surface-variant);
      cursor: pointer;
    }
  `,
})
export class PasswordInput implements FormValueControl<string> {
  readonly value = model('');
  readonly touched = model(false);
  readonly inputId = input.required<string>();
  readonly autocomplete = input<'current-password' | 'new-password'>('current-password');

  protected readonly t = injectT();
  protected readonly shown = signal(false);
}
