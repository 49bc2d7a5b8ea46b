import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input, output, signal } from '@angular/core';
import { directoryDoctorsSlotsList } from '../../api/fn/directory/directory-doctors-slots-list';
import { doctorsList } from '../../api/fn/doctors/doctors-list';
import { pathOf } from '../../core/http/path';
import type { DoctorOut } from '../../api/models';
import { AppointmentsApi } from '../../booking/appointments-api';
import { injectProblemText } from '../../core/errors/problem-text';
import { Formats } from '../../core/i18n/formats';
import { injectT } from '../../core/i18n/i18n';
import type { Appointment, DirectorySlot } from '../../core/models';
import { FormError } from '../../ui/form-error';

/** Gives a request to a doctor: at the time asked for, or in one of their free slots. */
@Component({
  selector: 'app-assign-card',
  imports: [FormError],
  template: `
    <form class="stack" novalidate (submit)="save($event)">
      <app-form-error [text]="error()" />
      <div class="pair">
        <div class="field">
          <label [attr.for]="id('doctor')">{{ t('admin.appointments.doctor') }}</label>
          <select
            class="input"
            [id]="id('doctor')"
            [attr.aria-invalid]="missing()"
            [attr.aria-describedby]="missing() ? id('missing') : null"
            (change)="choose(+$any($event.target).value)"
          >
            <option value="0">{{ t('admin.appointments.chooseDoctor') }}</option>
            @for (one of sorted(); track one.id) {
              <option [value]="one.id">
                {{ one.name }}{{ one.speciality ? ' · ' + one.speciality : '' }}
              </option>
            }
          </select>
          @if (missing()) {
            <p class="error small" role="alert" [id]="id('missing')">
              {{ t('admin.appointments.doctorMissing') }}
            </p>
          }
        </div>
        <div class="field">
          <label [attr.for]="id('slot')">{{ t('admin.appointments.slot') }}</label>
          <select class="input" [id]="id('slot')" (change)="slot.set(+$any($event.target).value)">
            <option value="0">{{ t('admin.appointments.atRequested') }}</option>
            @for (one of free(); track one.id) {
              <option [value]="one.id">{{ formats.dateTime(one.start) }}</option>
            }
          </select>
        </div>
      </div>
      <div class="row">
        <button type="submit" class="btn btn-primary" [attr.aria-busy]="busy()">
          {{ t('admin.appointments.assign') }}
        </button>
        <button type="button" class="btn" (click)="dismiss.emit()">{{ t('common.back') }}</button>
      </div>
    </form>
  `,
  styles: `
    .pair {
      display: grid;
      grid-template-columns: 1fr 1fr;
      gap: var(--space-4);
    }
    .field {
      display: flex;
      flex-direction: column;
      gap: 6px;
      min-width: 0;
    }
    label {
      font-size: var(--text-sm);
      font-weight: 600;
    }
    .error {
      color: var(--mat-sys-error);
    }
    @media (width <= 640px) {
      .pair {
        grid-template-columns: 1fr;
      }
    }
  `,
})
export class AssignCard {
  readonly appointment = input.required<Appointment>();
  readonly assigned = output<Appointment>();
  readonly dismiss = output();

  protected readonly t = injectT();
  protected readonly formats = inject(Formats);
  private readonly api = inject(AppointmentsApi);
  private readonly problemText = injectProblemText();

  private readonly doctors = httpResource<DoctorOut[]>(() => ({
    url: doctorsList.PATH,
    params: { limit: 500 },
  }));
  protected readonly doctor = signal(0);
  protected readonly slot = signal(0);
  protected readonly missing = signal(false);
  protected readonly busy = signal(false);
  protected readonly error = signal('');
  private readonly slots = httpResource<DirectorySlot[]>(() =>
    this.doctor() ? pathOf(directoryDoctorsSlotsList, { id: this.doctor() }) : undefined,
  );
  protected readonly free = computed(() =>
    this.slots.hasValue() ? this.slots.value().slice(0, 200) : [],
  );
  /** Doctors of the wished specialty first. */
  protected readonly sorted = computed(() => {
    const wished = this.appointment().specialty;
    const fits = (one: DoctorOut) => Number(one.specialty === wished || one.speciality === wished);
    return this.doctors.hasValue()
      ? [...this.doctors.value()].sort(
          (one, other) => fits(other) - fits(one) || one.name.localeCompare(other.name),
        )
      : [];
  });

  protected id(name: string): string {
    return `assign-${name}-${this.appointment().id}`;
  }

  protected choose(doctor: number): void {
    this.doctor.set(doctor);
    this.slot.set(0);
    this.missing.set(false);
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    this.missing.set(!this.doctor());
    if (this.busy() || this.missing()) {
      return;
    }
    this.busy.set(true);
    this.error.set('');
    try {
      this.assigned.emit(
        await this.api.assign(this.appointment(), this.doctor(), this.slot() || undefined),
      );
    } catch (failure) {
      this.error.set(this.problemText(failure));
      this.slots.reload();
    } finally {
      this.busy.set(false);
    }
  }
}
