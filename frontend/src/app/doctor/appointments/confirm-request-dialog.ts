import { Dialog, DIALOG_DATA, DialogRef } from '@angular/cdk/dialog';
import { httpResource } from '@angular/common/http';
import {
  afterNextRender,
  Component,
  computed,
  type ElementRef,
  inject,
  Injectable,
  Injector,
  linkedSignal,
  signal,
  viewChild,
} from '@angular/core';
import { firstValueFrom } from 'rxjs';
import { directoryDoctorsRetrieve } from '../../api/fn/directory/directory-doctors-retrieve';
import { slotsRetrieve } from '../../api/fn/slots/slots-retrieve';
import { pathOf } from '../../core/http/path';
import type { SlotOut } from '../../api/models';
import type { ConfirmTerms } from '../../booking/appointments-api';
import { startOf } from '../../booking/appointment-times';
import { SlotPicker } from '../../booking/slot-picker';
import { injectT } from '../../core/i18n/i18n';
import type { Appointment, DirectorySlot, DoctorDetail, Mode } from '../../core/models';
import { ErrorState } from '../../ui/error-state';
import { DateTimePipe } from '../../ui/format-pipes';
import { Icon } from '../../ui/icon';
import { Skeleton } from '../../ui/skeleton';

const MODES: readonly Mode[] = ['presentiel', 'distanciel'];

/** Confirming a request: as it was asked for, or at another time, in the other mode or place. */
@Component({
  selector: 'app-confirm-request-dialog',
  imports: [DateTimePipe, ErrorState, Icon, Skeleton, SlotPicker],
  template: `
    <form novalidate (submit)="decide($event)">
      <h2 #heading id="confirm-heading" tabindex="-1">
        {{ t('doctor.appointment.confirmHeading') }}
      </h2>
      <p id="confirm-text">
        {{ appointment.patient.name }},
        <strong>
          <time [attr.datetime]="start()">{{ start() | dateTime }}</time>
        </strong>
        @if (!choosing() && modes().length === 1) {
          · {{ t('booking.mode.' + mode()) }}
        }
      </p>
      @if (choosing()) {
        @if (doctor.hasValue()) {
          <app-slot-picker
            [doctor]="doctor.value().id"
            [modes]="doctor.value().modes"
            [nextSlot]="doctor.value().next_slot"
            [narrow]="true"
            [(mode)]="pickerMode"
            (pick)="choose($event)"
          />
        } @else if (doctor.error(); as failure) {
          <app-error-state [error]="failure" (retry)="doctor.reload()" />
        } @else {
          <app-skeleton [count]="4" />
        }
        <div class="actions">
          <button type="button" class="btn" (click)="show(false)">
            {{ t('common.back') }}
          </button>
        </div>
      } @else {
        <div class="row">
          <button type="button" class="btn btn-small btn-outlined" (click)="show(true)">
            <app-icon name="event_repeat" [size]="18" />
            {{ t('doctor.appointment.otherTime') }}
          </button>
          @if (other()) {
            <button type="button" class="btn btn-small" (click)="other.set(null)">
              {{ t('doctor.appointment.askedTime') }}
            </button>
          }
        </div>
        @if (modes().length > 1) {
          <div class="segmented" role="group" [attr.aria-label]="t('booking.modeQuestion')">
            @for (item of modes(); track item) {
              <button type="button" [attr.aria-pressed]="mode() === item" (click)="mode.set(item)">
                <app-icon [name]="item === 'distanciel' ? 'videocam' : 'location_on'" [size]="18" />
                {{ t('booking.mode.' + item) }}
              </button>
            }
          </div>
        }
        <div class="field">
          <label for="confirm-place">
            {{ t('doctor.appointment.place') }} <span>{{ t('common.optional') }}</span>
          </label>
          <input
            id="confirm-place"
            class="input"
            maxlength="300"
            [value]="place()"
            (input)="place.set($any($event.target).value)"
          />
        </div>
        <div class="field">
          <label for="confirm-message">
            {{ t('doctor.appointment.messageToPatient') }} <span>{{ t('common.optional') }}</span>
          </label>
          <textarea
            id="confirm-message"
            class="input"
            rows="3"
            maxlength="2000"
            [value]="message()"
            (input)="message.set($any($event.target).value)"
          ></textarea>
        </div>
        <div class="actions">
          <button type="button" class="btn" (click)="ref.close()">{{ t('common.back') }}</button>
          <button type="submit" class="btn btn-primary">
            {{ t('doctor.appointment.confirm') }}
          </button>
        </div>
      }
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
    h2:focus {
      outline: none;
    }
    .segmented {
      align-self: start;
    }
    .field {
      display: flex;
      flex-direction: column;
      gap: 6px;
    }
    label {
      font-size: var(--text-sm);
      font-weight: 600;
    }
    label span {
      font-weight: 400;
      color: var(--mat-sys-on-surface-variant);
    }
    .actions {
      display: flex;
      flex-wrap: wrap;
      justify-content: flex-end;
      gap: var(--space-2);
    }
  `,
})
export class ConfirmRequestDialog {
  protected readonly appointment = inject<Appointment>(DIALOG_DATA);
  protected readonly ref = inject<DialogRef<ConfirmTerms>>(DialogRef);
  protected readonly t = injectT();

  private readonly injector = inject(Injector);
  private readonly heading = viewChild.required<ElementRef<HTMLElement>>('heading');

  protected readonly choosing = signal(false);
  protected readonly other = signal<DirectorySlot | null>(null);
  protected readonly pickerMode = signal<Mode | ''>(this.appointment.consultation_mode);
  private readonly asked = httpResource<SlotOut>(() =>
    this.appointment.slot ? pathOf(slotsRetrieve, { id: this.appointment.slot.id }) : undefined,
  );
  protected readonly doctor = httpResource<DoctorDetail>(() => {
    const id = this.choosing() ? this.appointment.doctor?.id : undefined;
    return id ? pathOf(directoryDoctorsRetrieve, { id }) : undefined;
  });
  protected readonly start = computed(() => this.other()?.start ?? startOf(this.appointment));
  /** What the slot offers; both only where it is known to. */
  protected readonly modes = computed<readonly Mode[]>(() => {
    const offered = this.other()?.mode ?? (this.asked.hasValue() ? this.asked.value().mode : null);
    if (offered === 'both') {
      return MODES;
    }
    return [offered ?? this.appointment.consultation_mode];
  });
  protected readonly mode = linkedSignal<readonly Mode[], Mode>({
    source: this.modes,
    computation: (modes, before) => {
      const wanted = before?.value ?? this.appointment.consultation_mode;
      return modes.find((mode) => mode === wanted) ?? modes[0] ?? wanted;
    },
  });
  /** Where it takes place unless something else is written. */
  private readonly usualPlace = computed(() => {
    if (this.mode() === 'distanciel' && this.appointment.consultation_mode !== 'distanciel') {
      return '';
    }
    return this.other()?.location ?? this.appointment.location_note;
  });
  protected readonly place = linkedSignal<string, string>({
    source: this.usualPlace,
    computation: (usual, before) =>
      before && before.value !== before.source ? before.value : usual,
  });
  protected readonly message = signal('');

  protected choose(slot: DirectorySlot): void {
    const mode = this.pickerMode();
    this.other.set(slot.id === this.appointment.slot?.id ? null : slot);
    if (mode && this.modes().includes(mode)) {
      this.mode.set(mode);
    }
    this.show(false);
  }

  /** What was pressed is gone then: the focus goes to the heading, which names the time. */
  protected show(choosing: boolean): void {
    this.choosing.set(choosing);
    afterNextRender(() => this.heading().nativeElement.focus(), { injector: this.injector });
  }

  /** Only what was changed is sent: the rest stays as it was asked for. */
  protected decide(event: Event): void {
    event.preventDefault();
    const [slot, place, message] = [this.other()?.id, this.place().trim(), this.message().trim()];
    const otherMode = this.mode() !== this.appointment.consultation_mode;
    this.ref.close({
      ...(slot === undefined ? {} : { slot }),
      ...(otherMode ? { consultation_mode: this.mode() } : {}),
      ...(place === this.usualPlace() ? {} : { location_note: place }),
      ...(message ? { message_medecin: message } : {}),
    });
  }
}

/** Asks what is settled with a confirmation. Null when the doctor stepped back. */
@Injectable({ providedIn: 'root' })
export class ConfirmRequest {
  private readonly dialog = inject(Dialog);

  async ask(appointment: Appointment): Promise<ConfirmTerms | null> {
    const ref = this.dialog.open<ConfirmTerms, Appointment, ConfirmRequestDialog>(
      ConfirmRequestDialog,
      {
        data: appointment,
        width: 'min(520px, calc(100vw - 32px))',
        ariaLabelledBy: 'confirm-heading',
        ariaDescribedBy: 'confirm-text',
        autoFocus: '#confirm-message',
      },
    );
    return (await firstValueFrom(ref.closed)) ?? null;
  }
}
