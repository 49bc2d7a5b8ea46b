import {
  afterNextRender,
  Component,
  computed,
  effect,
  input,
  linkedSignal,
  output,
  untracked,
} from '@angular/core';
import { form, FormField, submit } from '@angular/forms/signals';
import { injectT } from '../../core/i18n/i18n';
import type { SlotMode } from '../../core/models';
import { FormField as Field } from '../../ui/form-field';
import { ruleSchema } from './rule-schema';
import type { Rule } from './rules';

/** One rule being edited; every valid state is told at once, so the preview follows. */
@Component({
  selector: 'app-rule-form',
  imports: [Field, FormField],
  templateUrl: './rule-form.html',
  styles: `
    :host {
      display: block;
      padding: var(--space-4);
      border: 1px solid var(--mat-sys-primary);
      border-radius: var(--radius);
      background: var(--card);
    }
    .grid {
      display: grid;
      grid-template-columns: 1fr 1fr;
      gap: var(--space-3);
    }
    .check {
      display: flex;
      align-items: center;
      gap: var(--space-3);
      min-height: 44px;
    }
    .check input {
      width: 20px;
      height: 20px;
      accent-color: var(--mat-sys-primary);
    }
    @media (width <= 400px) {
      .grid {
        grid-template-columns: 1fr;
      }
    }
  `,
})
export class RuleForm {
  readonly rule = input.required<Rule>();
  readonly changed = output<Rule>();
  readonly finished = output();
  readonly dismiss = output();

  protected readonly t = injectT();
  protected readonly modes: readonly SlotMode[] = ['presentiel', 'distanciel', 'both'];
  // Only another rule starts the form anew; its own edits come back through the input.
  private readonly key = computed(() => this.rule().key);
  private readonly model = linkedSignal<string, Rule>({
    source: this.key,
    computation: () => ({ ...untracked(this.rule) }),
  });
  protected readonly fields = form(this.model, ruleSchema);

  constructor() {
    afterNextRender(() => this.fields.start().focusBoundControl());
    effect(() => {
      const rule = this.model();
      if (this.fields().valid()) {
        untracked(() => this.changed.emit(rule));
      }
    });
  }

  protected id(name: string): string {
    return `${this.rule().key}-${name}`;
  }

  protected async done(event: Event): Promise<void> {
    event.preventDefault();
    await submit(this.fields, {
      action: () => {
        this.finished.emit();
        return Promise.resolve(undefined);
      },
    });
    this.fields().errorSummary()[0]?.fieldTree().focusBoundControl();
  }
}
