import { inject, Injectable } from '@angular/core';
import { startOf } from '../../booking/appointment-times';
import { toProblem } from '../../core/errors/problem';
import { Formats } from '../../core/i18n/formats';
import { injectT } from '../../core/i18n/i18n';
import type { Appointment } from '../../core/models';
import { Toasts } from '../../ui/toasts';
import { injectAppointmentProblem } from './appointment-problem';
import { AppointmentsApi } from '../../booking/appointments-api';

const LOST = new Set(['slot_taken', 'not_found', 'in_the_past']);

/** Moves an appointment to another slot, tells it, and offers the way back. */
@Injectable({ providedIn: 'root' })
export class AppointmentMover {
  private readonly api = inject(AppointmentsApi);
  private readonly toasts = inject(Toasts);
  private readonly formats = inject(Formats);
  private readonly t = injectT();
  private readonly problemText = injectAppointmentProblem();

  /** Rejects as the server refuses; `changed` is called when the appointment went back as well. */
  async move(appointment: Appointment, slot: number, changed: () => void): Promise<void> {
    const moved = await this.api.reschedule(appointment, slot);
    const former = appointment.slot?.id;
    const text = this.t('doctor.appointment.movedTo', { when: this.when(moved) });
    if (former === undefined || former === moved.slot?.id) {
      this.toasts.show(text);
    } else {
      const run = () => void this.back(moved, former, changed);
      this.toasts.show(text, { label: this.t('doctor.appointment.undo'), run });
    }
    changed();
  }

  private async back(appointment: Appointment, slot: number, changed: () => void): Promise<void> {
    try {
      const moved = await this.api.reschedule(appointment, slot);
      this.toasts.show(this.t('doctor.appointment.movedBack', { when: this.when(moved) }));
    } catch (error) {
      this.toasts.show(
        LOST.has(toProblem(error).code)
          ? this.t('doctor.appointment.formerTaken', { when: this.when(appointment) })
          : this.problemText(error),
      );
    }
    changed();
  }

  private when(appointment: Appointment): string {
    return this.formats.dateTime(startOf(appointment) ?? appointment.created_at);
  }
}
