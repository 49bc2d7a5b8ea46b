import { inject, Injectable } from '@angular/core';
import { Api } from '../../api/api';
import { appointmentsAssignCreate } from '../../api/fn/appointments/appointments-assign-create';
import { appointmentsCancelCreate } from '../../api/fn/appointments/appointments-cancel-create';
import { appointmentsCompleteCreate } from '../../api/fn/appointments/appointments-complete-create';
import { appointmentsConfirmCreate } from '../../api/fn/appointments/appointments-confirm-create';
import { appointmentsDeclineCreate } from '../../api/fn/appointments/appointments-decline-create';
import { appointmentsNoShowCreate } from '../../api/fn/appointments/appointments-no-show-create';
import { appointmentsPartialUpdate } from '../../api/fn/appointments/appointments-partial-update';
import { appointmentsRescheduleCreate } from '../../api/fn/appointments/appointments-reschedule-create';
import type { Appointment } from '../../core/models';

export interface DoctorsWords {
  message_medecin: string;
  location_note: string;
}

/** What doctors do with appointments. Every write names the version that was on screen. */
@Injectable({ providedIn: 'root' })
export class VisitsApi {
  private readonly api = inject(Api);

  confirm(visit: Appointment, message: string): Promise<Appointment> {
    const body = message ? { message_medecin: message } : {};
    return this.api.invoke(appointmentsConfirmCreate, { ...seen(visit), body });
  }

  decline(visit: Appointment, reason: string): Promise<Appointment> {
    return this.api.invoke(appointmentsDeclineCreate, { ...seen(visit), body: { reason } });
  }

  cancel(visit: Appointment, reason: string): Promise<Appointment> {
    return this.api.invoke(appointmentsCancelCreate, { ...seen(visit), body: { reason } });
  }

  complete(visit: Appointment): Promise<Appointment> {
    return this.api.invoke(appointmentsCompleteCreate, seen(visit));
  }

  noShow(visit: Appointment): Promise<Appointment> {
    return this.api.invoke(appointmentsNoShowCreate, seen(visit));
  }

  /** Takes a request that waits for any doctor. */
  take(visit: Appointment, doctor: number): Promise<Appointment> {
    return this.api.invoke(appointmentsAssignCreate, { ...seen(visit), body: { doctor } });
  }

  reschedule(visit: Appointment, slot: number): Promise<Appointment> {
    return this.api.invoke(appointmentsRescheduleCreate, { ...seen(visit), body: { slot } });
  }

  write(visit: Appointment, body: DoctorsWords): Promise<Appointment> {
    return this.api.invoke(appointmentsPartialUpdate, { ...seen(visit), body });
  }
}

function seen(visit: Appointment): { id: string; 'If-Match': string } {
  return { id: String(visit.id), 'If-Match': `"${visit.version}"` };
}
