import { httpResource } from '@angular/common/http';
import {
  afterNextRender,
  Component,
  computed,
  type ElementRef,
  inject,
  Injector,
  input,
  linkedSignal,
  output,
  signal,
  viewChild,
} from '@angular/core';
import { directoryDoctorsRetrieve } from '../../api/fn/directory/directory-doctors-retrieve';
import { pathOf } from '../../core/http/path';
import { SlotPicker } from '../../booking/slot-picker';
import { injectT } from '../../core/i18n/i18n';
import type { Appointment, DirectorySlot, DoctorDetail, Mode } from '../../core/models';
import { ErrorState } from '../../ui/error-state';
import { FormError } from '../../ui/form-error';
import { Icon } from '../../ui/icon';
import { Skeleton } from '../../ui/skeleton';
import { AppointmentMover } from './appointment-mover';
import { injectAppointmentProblem } from './appointment-problem';

/** « Déplacer »: another slot, chosen from the same list that patients see. */
@Component({
  selector: 'app-appointment-reschedule',
  imports: [ErrorState, FormError, Icon, Skeleton, SlotPicker],
  template: `
    @if (appointment().transitions.includes('reschedule') && appointment().doctor) {
      @if (moving()) {
        <section class="stack" aria-labelledby="move-heading">
          <div class="top">
            <h2 #heading id="move-heading" tabindex="-1">
              {{ t('doctor.appointment.moveHeading') }}
            </h2>
            <button type="button" class="btn btn-small" (click)="show(false)">
              {{ t('common.close') }}
            </button>
          </div>
          @if (doctor.hasValue()) {
            <app-slot-picker
              [doctor]="doctor.value().id"
              [modes]="doctor.value().modes"
              [nextSlot]="doctor.value().next_slot"
              [narrow]="narrow()"
              [(mode)]="mode"
              (pick)="moveTo($event)"
            />
          } @else if (doctor.error(); as failure) {
            <app-error-state [error]="failure" (retry)="doctor.reload()" />
          } @else {
            <app-skeleton [count]="4" />
          }
        </section>
      } @else {
        <button #opener type="button" class="btn btn-outlined" (click)="show(true)">
          <app-icon name="event_repeat" /> {{ t('doctor.appointment.move') }}
        </button>
      }
    }
    <app-form-error [text]="problem()" />
  `,
  styles: `
    :host {
      display: block;
    }
    h2:focus {
      outline: none;
    }
    .top {
      display: flex;
      gap: var(--space-3);
      align-items: center;
      justify-content: space-between;
    }
  `,
})
export class AppointmentReschedule {
  readonly appointment = input.required<Appointment>();
  /** It stands in a panel: fewer days side by side. */
  readonly narrow = input(false);
  /** It was moved, moved back, or turned out to be another than was shown. */
  readonly changed = output();

  protected readonly t = injectT();
  private readonly mover = inject(AppointmentMover);
  private readonly problemText = injectAppointmentProblem();
  private readonly injector = inject(Injector);
  private readonly heading = viewChild<ElementRef<HTMLElement>>('heading');
  private readonly opener = viewChild<ElementRef<HTMLElement>>('opener');

  private readonly id = computed(() => this.appointment().id);
  protected readonly moving = linkedSignal({ source: this.id, computation: () => false });
  protected readonly mode = linkedSignal<Mode | ''>(() => this.appointment().consultation_mode);
  protected readonly problem = signal('');
  protected readonly doctor = httpResource<DoctorDetail>(() => {
    const id = this.moving() ? this.appointment().doctor?.id : undefined;
    return id ? pathOf(directoryDoctorsRetrieve, { id }) : undefined;
  });

  /** What was pressed is gone then: the focus goes to what took its place. */
  protected show(moving: boolean): void {
    this.moving.set(moving);
    afterNextRender(() => (this.heading() ?? this.opener())?.nativeElement.focus(), {
      injector: this.injector,
    });
  }

  protected async moveTo(slot: DirectorySlot): Promise<void> {
    this.problem.set('');
    try {
      await this.mover.move(this.appointment(), slot.id, () => this.changed.emit());
      this.show(false);
    } catch (error) {
      this.problem.set(this.problemText(error));
      this.changed.emit();
    }
  }
}
