import {
  afterNextRender,
  Component,
  effect,
  inject,
  input,
  output,
  signal,
  untracked,
} from '@angular/core';
import { form, FormField } from '@angular/forms/signals';
import { injectProblemText } from '../../core/errors/problem-text';
import { formSubmission } from '../../core/errors/submit-form';
import { Formats } from '../../core/i18n/formats';
import { injectT } from '../../core/i18n/i18n';
import type { SlotMode } from '../../core/models';
import { FormError } from '../../ui/form-error';
import { FormField as Field } from '../../ui/form-field';
import { SideSheet } from '../../ui/side-sheet';
import { Toasts } from '../../ui/toasts';
import { type SlotForm, slotSchema, toApi } from './slot-schema';
import { SlotsApi } from './slots-api';

/** A slot by hand, outside the weekly hours: from a click in the calendar or from the keyboard. */
@Component({
  selector: 'app-slot-form-panel',
  imports: [Field, FormError, FormField, SideSheet],
  templateUrl: './slot-form-panel.html',
  styles: `
    .pair {
      display: grid;
      grid-template-columns: 1fr 1fr;
      gap: var(--space-3);
    }
  `,
})
export class SlotFormPanel {
  /** `2026-11-24T09:00` on the doctor's clock. */
  readonly start = input.required<string>();
  readonly minutes = input(30);
  readonly closed = output();
  /** The day of the new slot. */
  readonly saved = output<string>();

  protected readonly t = injectT();
  private readonly formats = inject(Formats);
  private readonly api = inject(SlotsApi);
  private readonly toasts = inject(Toasts);

  protected readonly modes: readonly SlotMode[] = ['presentiel', 'distanciel', 'both'];
  private readonly model = signal<SlotForm>({
    day: '',
    start: '',
    end: '',
    mode: 'presentiel',
    places: 1,
    location: '',
  });
  protected readonly fields = form(this.model, slotSchema);
  protected readonly submission = formSubmission(this.fields, injectProblemText(), {
    names: { start_time: 'start', end_time: 'end', capacity: 'places' },
    // An absence is in the way as often as another slot: the server says which.
    explain: (problem) => (problem.code === 'overlap' && problem.sentence) || null,
  });
  readonly dirty = () => this.fields().dirty();

  constructor() {
    effect(() => {
      const start = this.start();
      const minutes = this.minutes();
      untracked(() => {
        const end = new Date(this.formats.instant(start).getTime() + minutes * 60_000);
        this.model.update((old) => ({
          ...old,
          day: start.slice(0, 10),
          start: start.slice(11),
          end: this.formats.local(end).slice(11),
        }));
      });
    });
    afterNextRender(() => this.fields.start().focusBoundControl());
  }

  protected save(event: Event): Promise<void> {
    return this.submission.run(event, async () => {
      const { day } = this.model();
      const slot = await this.api.add(toApi(this.model(), (local) => this.formats.instant(local)));
      this.fields().reset();
      this.toasts.show(
        this.t('doctor.agenda.slot.added', { when: this.formats.dateTime(slot.start_time) }),
      );
      this.saved.emit(day);
    });
  }
}
