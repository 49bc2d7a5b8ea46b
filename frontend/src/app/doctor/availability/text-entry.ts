import {
  Component,
  effect,
  type ElementRef,
  inject,
  linkedSignal,
  output,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import type { ConflictOut } from '../../api/models';
import { fieldMessages, toProblem } from '../../core/errors/problem';
import { injectProblemText } from '../../core/errors/problem-text';
import { injectT } from '../../core/i18n/i18n';
import type { SlotMode } from '../../core/models';
import { Confirm } from '../../ui/confirm-dialog';
import { FormError } from '../../ui/form-error';
import { Toasts } from '../../ui/toasts';
import { AvailabilityStore } from './availability-store';
import { fromHours } from './rules';
import { readSchedule } from '../../booking/schedule-text';

/** The whole week in one line of text; the preview follows while it is typed. */
@Component({
  selector: 'app-text-entry',
  imports: [FormError],
  template: `
    <form class="stack" novalidate (submit)="save($event)">
      <div class="field">
        <label for="schedule-text">{{ t('doctor.availability.textLabel') }}</label>
        <textarea
          #entry
          id="schedule-text"
          class="input"
          rows="2"
          maxlength="500"
          autocomplete="off"
          spellcheck="false"
          aria-describedby="schedule-hint"
          [attr.aria-invalid]="error() !== ''"
          [placeholder]="t('doctor.availability.textExample')"
          [value]="text()"
          (input)="type($any($event.target).value)"
        ></textarea>
        <p id="schedule-hint" class="small muted">{{ t('doctor.availability.textHint') }}</p>
      </div>
      <div class="pair">
        <div class="field">
          <label for="schedule-minutes">{{ t('doctor.availability.minutes') }}</label>
          <select
            id="schedule-minutes"
            class="input"
            [value]="minutes()"
            (change)="choose(+$any($event.target).value, mode())"
          >
            @for (count of lengths; track count) {
              <option [value]="count" [selected]="count === minutes()">{{ count }} min</option>
            }
          </select>
        </div>
        <div class="field">
          <label for="schedule-mode">{{ t('doctor.availability.mode') }}</label>
          <select
            id="schedule-mode"
            class="input"
            (change)="choose(minutes(), $any($event.target).value)"
          >
            @for (one of modes; track one) {
              <option [value]="one" [selected]="one === mode()">
                {{ t('doctor.availability.modes.' + one) }}
              </option>
            }
          </select>
        </div>
      </div>
      <app-form-error [text]="error()" />
      <div>
        <button type="submit" class="btn btn-outlined" [attr.aria-busy]="busy()">
          {{ t('doctor.availability.textSave') }}
        </button>
      </div>
    </form>
  `,
  styles: `
    .field {
      display: flex;
      flex-direction: column;
      gap: 6px;
    }
    label {
      font-size: var(--text-sm);
      font-weight: 600;
    }
    textarea.input {
      min-height: 72px;
    }
    .pair {
      display: grid;
      grid-template-columns: 1fr 1fr;
      gap: var(--space-3);
    }
    @media (width <= 520px) {
      .pair {
        grid-template-columns: minmax(0, 1fr);
      }
    }
  `,
})
export class TextEntry {
  readonly saved = output<readonly ConflictOut[]>();

  protected readonly t = injectT();
  private readonly store = inject(AvailabilityStore);
  private readonly confirm = inject(Confirm);
  private readonly toasts = inject(Toasts);
  private readonly problemText = injectProblemText();

  private readonly entry = viewChild.required<ElementRef<HTMLTextAreaElement>>('entry');
  protected readonly lengths = [10, 15, 20, 30, 45, 60];
  protected readonly modes: readonly SlotMode[] = ['presentiel', 'distanciel', 'both'];
  protected readonly text = linkedSignal(() =>
    this.store.schedule.hasValue() ? this.store.schedule.value().schedule : '',
  );
  protected readonly minutes = signal(30);
  protected readonly mode = signal<SlotMode>('presentiel');
  protected readonly busy = signal(false);
  protected readonly error = signal('');

  constructor() {
    let first = true;
    effect(() => {
      // The settings of the first rule are the likeliest for the next ones.
      const rule = this.store.saved()?.[0];
      if (rule && first) {
        first = false;
        this.minutes.set(this.lengths.includes(rule.minutes) ? rule.minutes : 30);
        this.mode.set(rule.mode);
      }
    });
    effect((onCleanup) => onCleanup(() => untracked(() => this.store.tried.set(null))));
  }

  protected type(text: string): void {
    this.text.set(text);
    this.error.set('');
    this.try();
  }

  protected choose(minutes: number, mode: SlotMode): void {
    this.minutes.set(minutes);
    this.mode.set(mode);
    this.try();
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    if (this.busy()) {
      return;
    }
    if (!readSchedule(this.text())) {
      this.error.set(this.t('doctor.availability.textWrong'));
      this.entry().nativeElement.focus();
      return;
    }
    if (!(await this.agreed())) {
      return;
    }
    this.busy.set(true);
    this.error.set('');
    try {
      const conflicts = await this.store.replaceByText(this.text(), this.minutes(), this.mode());
      this.toasts.show(this.t('doctor.availability.saved'));
      this.saved.emit(conflicts);
    } catch (refusal) {
      const messages = fieldMessages(toProblem(refusal), 'schedule');
      this.error.set(messages.length > 0 ? messages.join(' ') : this.problemText(refusal));
    } finally {
      this.busy.set(false);
    }
  }

  private try(): void {
    const hours = readSchedule(this.text());
    this.store.tried.set(hours ? fromHours(hours, this.minutes(), this.mode()) : null);
  }

  private async agreed(): Promise<boolean> {
    if (this.store.edited().length === 0 && !this.store.dirty()) {
      return true;
    }
    const answer = await this.confirm.ask({
      heading: this.t('doctor.availability.replaceHeading'),
      text: this.t('doctor.availability.replaceText'),
      confirm: this.t('doctor.availability.replaceConfirm'),
    });
    return answer !== null;
  }
}
