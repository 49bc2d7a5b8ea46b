import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import { Api } from '../api/api';
import { appointmentsCancelCreate } from '../api/fn/appointments/appointments-cancel-create';
import { appointmentsCreate } from '../api/fn/appointments/appointments-create';
import { appointmentsPartialUpdate } from '../api/fn/appointments/appointments-partial-update';
import { appointmentsRescheduleCreate } from '../api/fn/appointments/appointments-reschedule-create';
import { IdempotencyKey } from '../core/http/idempotency';
import type { Appointment, Mode } from '../core/models';

export interface PatientsWords {
  motif: string;
  message_patient: string;
}

export interface NewAppointment {
  slot: number;
  motif: string;
  consultation_mode: Mode;
  message_patient: string;
}

/** What patients do with appointments. */
@Injectable({ providedIn: 'root' })
export class AppointmentsApi {
  private readonly api = inject(Api);
  private readonly http = inject(HttpClient);
  private readonly keys = new IdempotencyKey();

  book(body: NewAppointment): Promise<Appointment> {
    return this.api.invoke(appointmentsCreate, { body, 'Idempotency-Key': this.keys.for(body) });
  }

  cancel(appointment: Appointment, reason: string): Promise<Appointment> {
    return this.api.invoke(appointmentsCancelCreate, {
      id: String(appointment.id),
      body: { reason },
    });
  }

  reschedule(appointment: Appointment, slot: number, reason: string): Promise<Appointment> {
    return this.api.invoke(appointmentsRescheduleCreate, {
      id: String(appointment.id),
      body: { slot, reason },
    });
  }

  /** Changes what the patient says; refused when the appointment changed since it was read. */
  write(appointment: Appointment, body: PatientsWords): Promise<Appointment> {
    return this.api.invoke(appointmentsPartialUpdate, {
      id: String(appointment.id),
      'If-Match': `"${appointment.version}"`,
      body,
    });
  }

  /** The calendar file; fetched with the token, so it cannot be a plain link. */
  async downloadIcs(appointment: Appointment): Promise<void> {
    const blob = await firstValueFrom(
      this.http.get(`/api/appointments/${appointment.id}/ics/`, { responseType: 'blob' }),
    );
    const url = URL.createObjectURL(blob);
    const link = document.createElement('a');
    link.href = url;
    link.download = `rendez-vous-${appointment.id}.ics`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  }
}
