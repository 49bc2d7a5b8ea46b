import { Component, computed, inject, input, output, signal } from '@angular/core';
import type { SlotOut } from '../../api/models';
import { isProblem } from '../../core/errors/problem';
import { injectProblemText } from '../../core/errors/problem-text';
import { Formats } from '../../core/i18n/formats';
import { I18n } from '../../core/i18n/i18n';
import { Confirm } from '../../ui/confirm-dialog';
import { ClockPipe, DayPipe } from '../../ui/format-pipes';
import { FormError } from '../../ui/form-error';
import { Icon } from '../../ui/icon';
import { SideSheet } from '../../ui/side-sheet';
import { Toasts } from '../../ui/toasts';
import { SlotsApi } from './slots-api';

/** A free place: where it comes from, and taking it back while nobody has it. */
@Component({
  selector: 'app-slot-panel',
  imports: [ClockPipe, DayPipe, FormError, Icon, SideSheet],
  template: `
    <app-side-sheet [heading]="t('doctor.agenda.freeSlot')" (closed)="closed.emit()">
      @if (slot(); as slot) {
        <div class="stack">
          <div>
            <p>
              <strong
                ><time class="capital" [attr.datetime]="slot.start_time">{{
                  slot.start_time | day
                }}</time></strong
              >
            </p>
            <p class="tabular">{{ slot.start_time | clock }} – {{ slot.end_time | clock }}</p>
          </div>
          <p class="line">
            <app-icon
              [name]="slot.mode === 'distanciel' ? 'videocam' : 'location_on'"
              [size]="18"
            />
            <span>
              {{ t('doctor.availability.modes.' + slot.mode) }}
              @if (slot.location) {
                <br />{{ slot.location }}
              }
            </span>
          </p>
          @if (slot.capacity > 1) {
            <p>
              {{
                t('doctor.agenda.slot.places', { free: slot.remaining, capacity: slot.capacity })
              }}
            </p>
          }
          <p class="muted small">{{ t('doctor.agenda.slot.origin.' + slot.origin) }}</p>
          <app-form-error [text]="problem()" />
          @if (slot.booked > 0) {
            <p class="muted small">{{ t('doctor.agenda.slot.booked') }}</p>
          } @else if (!past()) {
            <div class="row">
              <button type="button" class="btn btn-outlined danger" (click)="remove(slot)">
                <app-icon name="delete" /> {{ t('doctor.agenda.slot.remove') }}
              </button>
            </div>
          }
        </div>
      } @else {
        <p role="status">{{ t('doctor.agenda.slot.' + (ready() ? 'gone' : 'loading')) }}</p>
      }
    </app-side-sheet>
  `,
  styles: `
    .line {
      display: flex;
      gap: var(--space-2);
      align-items: flex-start;
    }
    .line app-icon {
      flex: none;
      margin-top: 3px;
    }
    .danger {
      color: var(--mat-sys-error);
    }
  `,
})
export class SlotPanel {
  /** Nothing, when it is not among the slots of these days any more. */
  readonly slot = input.required<SlotOut | undefined>();
  readonly ready = input(false);
  readonly closed = output();
  readonly changed = output();

  private readonly i18n = inject(I18n);
  protected readonly t = this.i18n.t;
  private readonly formats = inject(Formats);
  private readonly api = inject(SlotsApi);
  private readonly confirm = inject(Confirm);
  private readonly toasts = inject(Toasts);
  private readonly problemText = injectProblemText();

  protected readonly problem = signal('');
  protected readonly past = computed(() => Date.parse(this.slot()?.start_time ?? '') <= Date.now());

  protected async remove(slot: SlotOut): Promise<void> {
    const when = this.formats.dateTime(slot.start_time);
    const byRule = slot.origin === 'rule';
    const answer = await this.confirm.ask({
      heading: this.t('doctor.agenda.slot.removeHeading', { when }),
      text: this.t(`doctor.agenda.slot.${byRule ? 'removeRule' : 'removeText'}`),
      confirm: this.t('doctor.agenda.slot.remove'),
      danger: true,
    });
    if (!answer) {
      return;
    }
    this.problem.set('');
    try {
      await this.api.remove(slot.id);
      this.toasts.show(this.t('doctor.agenda.slot.removed', { when }));
      this.closed.emit();
    } catch (error) {
      this.problem.set(
        isProblem(error, 'slot_booked')
          ? this.t('doctor.agenda.slot.bookedNow')
          : this.problemText(error),
      );
    }
    this.changed.emit();
  }
}
