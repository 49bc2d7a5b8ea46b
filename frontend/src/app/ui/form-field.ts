import { afterRenderEffect, Component, computed, ElementRef, inject, input } from '@angular/core';
import type { FieldState } from '@angular/forms/signals';
import { I18n } from '../core/i18n/i18n';
import { Icon } from './icon';

/**
 * Label, projected control, hint and error of one signal-form field. The control carries the
 * `id` given as `for`; its ARIA attributes are kept in step here.
 */
@Component({
  selector: 'app-field',
  imports: [Icon],
  template: `
    <label [attr.for]="for()">
      {{ label() }}
      @if (optional()) {
        <span class="optional">{{ i18n.t('common.optional') }}</span>
      }
    </label>
    <ng-content />
    @if (error()) {
      <p class="error" [id]="for() + '-note'">
        <app-icon name="error" [size]="16" /> {{ error() }}
      </p>
    } @else if (hint()) {
      <p class="hint" [id]="for() + '-note'">{{ hint() }}</p>
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      gap: 6px;
    }
    label {
      font-size: var(--text-sm);
      font-weight: 600;
    }
    .optional {
      font-weight: 400;
      color: var(--mat-sys-on-surface-variant);
    }
    .hint,
    .error {
      display: flex;
      gap: 6px;
      align-items: flex-start;
      font-size: var(--text-sm);
      color: var(--mat-sys-on-surface-variant);
    }
    .error {
      color: var(--mat-sys-error);
    }
    .error app-icon {
      margin-top: 2px;
    }
  `,
})
export class FormField {
  readonly label = input.required<string>();
  readonly for = input.required<string>();
  readonly state = input<FieldState<unknown> | null>(null);
  readonly hint = input('');
  readonly optional = input(false);

  protected readonly i18n = inject(I18n);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef);

  protected readonly error = computed(() => {
    const state = this.state();
    const first = state?.touched() ? state.errors()[0] : undefined;
    if (!first) {
      return '';
    }
    // Server messages come translated; the others are named by kind or by an own key.
    if (first.kind === 'server') {
      return first.message ?? '';
    }
    const key = first.message ?? `validation.${first.kind}`;
    const { minLength } = first as { minLength?: number };
    return this.i18n.t(key, minLength === undefined ? undefined : { count: minLength });
  });

  constructor() {
    afterRenderEffect(() => {
      const control = this.host.nativeElement.querySelector(`[id="${this.for()}"]`);
      const wrong = this.error() !== '';
      const noted = wrong || this.hint() !== '';
      control?.setAttribute('aria-invalid', String(wrong));
      if (noted) {
        control?.setAttribute('aria-describedby', `${this.for()}-note`);
      } else {
        control?.removeAttribute('aria-describedby');
      }
    });
  }
}
