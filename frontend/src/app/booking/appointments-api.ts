import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import { appointmentsIcsRetrieve } from '../api/fn/appointments/appointments-ics-retrieve';
import { pathOf } from '../core/http/path';
import { Api } from '../api/api';
import { appointmentsAcceptCreate } from '../api/fn/appointments/appointments-accept-create';
import { appointmentsArriveCreate } from '../api/fn/appointments/appointments-arrive-create';
import { appointmentsAssignCreate } from '../api/fn/appointments/appointments-assign-create';
import { appointmentsCancelCreate } from '../api/fn/appointments/appointments-cancel-create';
import { appointmentsCompleteCreate } from '../api/fn/appointments/appointments-complete-create';
import { appointmentsConfirmCreate } from '../api/fn/appointments/appointments-confirm-create';
import { appointmentsCreate } from '../api/fn/appointments/appointments-create';
import { appointmentsDeclineCreate } from '../api/fn/appointments/appointments-decline-create';
import { appointmentsNoShowCreate } from '../api/fn/appointments/appointments-no-show-create';
import { appointmentsPartialUpdate } from '../api/fn/appointments/appointments-partial-update';
import { appointmentsRescheduleCreate } from '../api/fn/appointments/appointments-reschedule-create';
import { appointmentsWithdrawCreate } from '../api/fn/appointments/appointments-withdraw-create';
import { IdempotencyKey } from '../core/http/idempotency';
import type { Appointment, Mode } from '../core/models';

export interface PatientsWords {
  motif: string;
  message_patient: string;
}

export interface DoctorsWords {
  message_medecin: string;
  location_note: string;
}

/** What a doctor settles with a confirmation; what is left out stays as it was asked for. */
export interface ConfirmTerms {
  slot?: number;
  consultation_mode?: Mode;
  location_note?: string;
  message_medecin?: string;
}

export interface NewAppointment {
  slot: number;
  patient?: number;
  motif: string;
  consultation_mode: Mode;
  message_patient: string;
}

/** What people do with appointments. Every change names the version that was on screen. */
@Injectable({ providedIn: 'root' })
export class AppointmentsApi {
  private readonly api = inject(Api);
  private readonly http = inject(HttpClient);
  private readonly keys = new IdempotencyKey();

  book(body: NewAppointment): Promise<Appointment> {
    return this.keys.send(body, (key) =>
      this.api.invoke(appointmentsCreate, { body, 'Idempotency-Key': key }),
    );
  }

  /** Confirms a request, or accepts the proposal of what is confirmed. */
  confirm(appointment: Appointment, body: ConfirmTerms): Promise<Appointment> {
    return this.api.invoke(appointmentsConfirmCreate, { ...seen(appointment), body });
  }

  /** Declines a request, or the proposal of what is confirmed. */
  decline(appointment: Appointment, reason: string): Promise<Appointment> {
    return this.api.invoke(appointmentsDeclineCreate, { ...seen(appointment), body: { reason } });
  }

  cancel(appointment: Appointment, reason: string): Promise<Appointment> {
    return this.api.invoke(appointmentsCancelCreate, { ...seen(appointment), body: { reason } });
  }

  /** Agrees to what the doctor made; the doctor does so with the code that the patient reads out. */
  accept(appointment: Appointment, code = ''): Promise<Appointment> {
    const body = code ? { code } : {};
    return this.api.invoke(appointmentsAcceptCreate, { ...seen(appointment), body });
  }

  /** The patient has come. */
  arrive(appointment: Appointment): Promise<Appointment> {
    return this.api.invoke(appointmentsArriveCreate, seen(appointment));
  }

  complete(appointment: Appointment): Promise<Appointment> {
    return this.api.invoke(appointmentsCompleteCreate, seen(appointment));
  }

  noShow(appointment: Appointment): Promise<Appointment> {
    return this.api.invoke(appointmentsNoShowCreate, seen(appointment));
  }

  /** Gives a request that waits for any doctor to one: at the time asked for, or in a slot. */
  assign(appointment: Appointment, doctor: number, slot?: number): Promise<Appointment> {
    const body = { doctor, ...(slot ? { slot } : {}) };
    return this.api.invoke(appointmentsAssignCreate, { ...seen(appointment), body });
  }

  reschedule(appointment: Appointment, slot: number, reason = ''): Promise<Appointment> {
    const body = { slot, reason };
    return this.api.invoke(appointmentsRescheduleCreate, { ...seen(appointment), body });
  }

  /** Takes back what the patient proposed. */
  withdraw(appointment: Appointment): Promise<Appointment> {
    return this.api.invoke(appointmentsWithdrawCreate, { ...seen(appointment), body: {} });
  }

  /** Changes what the patient, or the doctor, says about it. */
  write(appointment: Appointment, body: PatientsWords | DoctorsWords): Promise<Appointment> {
    return this.api.invoke(appointmentsPartialUpdate, { ...seen(appointment), body });
  }

  /** The calendar file; fetched with the token, so it cannot be a plain link. */
  async downloadIcs(appointment: Appointment): Promise<void> {
    const blob = await firstValueFrom(
      this.http.get(pathOf(appointmentsIcsRetrieve, { id: appointment.id }), {
        responseType: 'blob',
      }),
    );
    const url = URL.createObjectURL(blob);
    const link = document.createElement('a');
    link.href = url;
    link.download = `rendez-vous-${appointment.id}.ics`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  }
}

function seen(appointment: Appointment): { id: string; 'If-Match': string } {
  return { id: String(appointment.id), 'If-Match': `"${appointment.version}"` };
}
