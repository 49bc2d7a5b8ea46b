import { HttpClient, HttpHeaders } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import { IdempotencyKey } from '../core/http/idempotency';
import type { Appointment, Mode } from '../core/models';

export interface NewAppointment {
  slot: number;
  motif: string;
  consultation_mode: Mode;
  message_patient: string;
}

/** Writes on appointments. */
@Injectable({ providedIn: 'root' })
export class AppointmentsApi {
  private readonly http = inject(HttpClient);
  private readonly keys = new IdempotencyKey();

  book(body: NewAppointment): Promise<Appointment> {
    return firstValueFrom(
      this.http.post<Appointment>('/api/appointments/', body, {
        headers: this.keys.headersFor(body),
      }),
    );
  }

  cancel(appointment: Appointment, reason: string): Promise<Appointment> {
    return this.move(appointment, 'cancel', { reason });
  }

  reschedule(appointment: Appointment, slot: number, reason: string): Promise<Appointment> {
    return this.move(appointment, 'reschedule', { slot, reason });
  }

  /** If-Match: what the person changes must be what they saw. */
  change(
    appointment: Appointment,
    body: { motif?: string; message_patient?: string },
  ): Promise<Appointment> {
    return firstValueFrom(
      this.http.patch<Appointment>(`/api/appointments/${appointment.id}/`, body, {
        headers: new HttpHeaders({ 'If-Match': `"${appointment.version}"` }),
      }),
    );
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

  private move(
    appointment: Appointment,
    move: 'cancel' | 'reschedule',
    body: object,
  ): Promise<Appointment> {
    return firstValueFrom(
      this.http.post<Appointment>(`/api/appointments/${appointment.id}/${move}/`, body),
    );
  }
}
