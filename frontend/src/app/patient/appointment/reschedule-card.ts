import { httpResource } from '@angular/common/http';
import type { ElementRef } from '@angular/core';
import {
  Component,
  computed,
  DestroyRef,
  inject,
  input,
  output,
  signal,
  viewChild,
} from '@angular/core';
import { directoryDoctorsRetrieve } from '../../api/fn/directory/directory-doctors-retrieve';
import { pathOf } from '../../core/http/path';
import { AppointmentsApi } from '../../booking/appointments-api';
import { Hold } from '../../booking/hold';
import { SlotPicker } from '../../booking/slot-picker';
import { toProblem } from '../../core/errors/problem';
import { injectProblemText } from '../../core/errors/problem-text';
import { Formats } from '../../core/i18n/formats';
import { injectT } from '../../core/i18n/i18n';
import type { Appointment, DirectorySlot, DoctorDetail, Mode } from '../../core/models';
import { Countdown } from '../../ui/countdown';
import { ErrorState } from '../../ui/error-state';
import { FormError } from '../../ui/form-error';
import { Icon } from '../../ui/icon';
import { Skeleton } from '../../ui/skeleton';
import { TakeFocus } from '../../ui/take-focus';

/** The slot picker in move mode: choose, see old and new side by side, confirm. */
@Component({
  selector: 'app-reschedule-card',
  imports: [Countdown, ErrorState, FormError, Icon, Skeleton, SlotPicker, TakeFocus],
  template: `
    <section class="card stack" aria-labelledby="move-heading">
      <div class="head">
        <h2 #heading id="move-heading" appTakeFocus>{{ t('patient.moveHeading') }}</h2>
        <button
          type="button"
          class="btn btn-icon"
          [attr.aria-label]="t('common.close')"
          (click)="dismiss.emit()"
        >
          <app-icon name="close" [size]="24" />
        </button>
      </div>
      @if (details.hasValue()) {
        <p class="muted">{{ t('patient.moveText.' + way()) }}</p>
        @if (appointment().proposal) {
          <p class="muted">{{ t('patient.moveAgain') }}</p>
        }
      }
      <app-form-error [text]="chosen() ? '' : error()" />
      @if (details.hasValue()) {
        <app-slot-picker
          [doctor]="doctor()"
          [modes]="modes()"
          [nextSlot]="details.value().next_slot"
          [patient]="appointment().patient.id"
          (picking)="unchoose()"
          (pick)="choose($event)"
        />
      } @else if (details.error()) {
        <app-error-state [error]="details.error()" (retry)="details.reload()" />
      } @else {
        <app-skeleton [count]="5" />
      }
      @if (chosen(); as slot) {
        <div #bar class="bar" tabindex="-1" role="group" [attr.aria-label]="t('patient.moveTo')">
          <div>
            <p class="small muted">{{ t('patient.moveTo') }}</p>
            <p>
              <strong>{{ formats.dateTime(slot.start) }}</strong>
            </p>
            @if (hold.current(); as held) {
              <p class="small muted">
                {{ t('booking.heldFor') }}
                <app-countdown [until]="held.expires_at" (over)="expire()" />
              </p>
            }
          </div>
          <app-form-error class="refusal" [text]="error()" />
          <button
            type="button"
            class="btn btn-primary"
            [attr.aria-busy]="busy()"
            (click)="confirm(slot)"
          >
            {{ t(way() === 'propose' ? 'patient.proposeConfirm' : 'patient.moveConfirm') }}
          </button>
        </div>
      }
    </section>
  `,
  styles: `
    .card {
      min-height: 80dvh;
    }
    .head,
    .bar {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: space-between;
      gap: var(--space-3);
    }
    .bar {
      position: sticky;
      bottom: 12px;
      padding: var(--space-4);
      border: 1px solid var(--mat-sys-primary);
      border-radius: var(--radius);
      background: var(--card);
      box-shadow: var(--overlay-shadow);
    }
    .refusal {
      flex-basis: 100%;
      order: -1;
    }
    .bar strong {
      display: inline-block;
    }
    .bar strong::first-letter {
      text-transform: uppercase;
    }
  `,
})
export class RescheduleCard {
  readonly appointment = input.required<Appointment>();
  readonly doctor = input.required<number>();
  readonly moved = output<Appointment>();
  readonly dismiss = output();

  protected readonly t = injectT();
  protected readonly formats = inject(Formats);
  protected readonly hold = inject(Hold);
  private readonly api = inject(AppointmentsApi);
  private readonly problemText = injectProblemText();
  private readonly heading = viewChild.required<ElementRef<HTMLElement>>('heading');
  private readonly bar = viewChild<ElementRef<HTMLElement>>('bar');

  protected readonly details = httpResource<DoctorDetail>(() =>
    pathOf(directoryDoctorsRetrieve, { id: this.doctor() }),
  );
  /** A patient keeps the mode: another one is a matter for the practice. */
  protected readonly modes = computed<readonly Mode[]>(() => [
    this.appointment().consultation_mode,
  ]);
  /** What is confirmed is moved by the doctor alone, unless they confirm automatically. */
  protected readonly way = computed(() => {
    if (this.appointment().status === 'pending') {
      return 'request';
    }
    return this.details.hasValue() && this.details.value().auto_confirm ? 'move' : 'propose';
  });
  protected readonly chosen = signal<DirectorySlot | null>(null);
  protected readonly busy = signal(false);
  protected readonly error = signal('');

  constructor() {
    inject(DestroyRef).onDestroy(() => void this.hold.release());
  }

  protected choose(slot: DirectorySlot): void {
    this.error.set('');
    this.chosen.set(slot);
    setTimeout(() => this.bar()?.nativeElement.focus());
  }

  protected expire(): void {
    this.error.set(this.t('booking.expired'));
    this.unchoose();
  }

  protected async confirm(slot: DirectorySlot): Promise<void> {
    if (this.busy()) {
      return;
    }
    this.busy.set(true);
    this.error.set('');
    try {
      const moved = await this.api.reschedule(this.appointment(), slot.id, '');
      this.hold.forget();
      this.moved.emit(moved);
    } catch (error) {
      if (toProblem(error).code === 'slot_taken') {
        this.hold.forget();
        this.unchoose();
      }
      this.error.set(this.problemText(error));
    } finally {
      this.busy.set(false);
    }
  }

  /** The focus does not vanish with the bar. */
  protected unchoose(): void {
    const focused = this.bar()?.nativeElement.contains(document.activeElement);
    this.chosen.set(null);
    if (focused) {
      this.heading().nativeElement.focus();
    }
  }
}
