import { HttpClient } from '@angular/common/http';
import { inject, Injectable, signal } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import { directoryDoctorsSlotsList } from '../../api/fn/directory/directory-doctors-slots-list';
import { pathOf } from '../../core/http/path';
import { AppointmentsApi, type NewAppointment } from '../../booking/appointments-api';
import { Hold } from '../../booking/hold';
import { fits, nearest } from '../../booking/slots';
import { type Problem, toProblem } from '../../core/errors/problem';
import { injectProblemText } from '../../core/errors/problem-text';
import { compact } from '../../core/http/list-params';
import { addDays } from '../../core/i18n/dates';
import { Formats } from '../../core/i18n/formats';
import type { Appointment, DirectorySlot, Mode } from '../../core/models';

export interface Choice {
  doctor: number;
  slot: number;
  start: string;
  mode: Mode;
  /** Somebody for whom the account acts; null for oneself. */
  patient: number | null;
}

/** `free`: not held yet · `held` · `expired`: time is up · `lost`: someone else has it. */
export type HoldState = 'free' | 'holding' | 'held' | 'expired' | 'lost';

/** The chosen slot on its way to an appointment. */
@Injectable()
export class ConfirmStore {
  private readonly http = inject(HttpClient);
  private readonly hold = inject(Hold);
  private readonly api = inject(AppointmentsApi);
  private readonly formats = inject(Formats);
  private readonly problemText = injectProblemText();
  private readonly phase = signal<HoldState>('free');
  private readonly others = signal<readonly DirectorySlot[]>([]);
  private readonly failure = signal('');
  private readonly until = signal('');

  readonly state = this.phase.asReadonly();
  readonly alternatives = this.others.asReadonly();
  readonly error = this.failure.asReadonly();
  readonly expiresAt = this.until.asReadonly();

  async holdSlot(choice: Choice): Promise<void> {
    if (!this.hold.possible || this.phase() === 'holding') {
      return;
    }
    this.failure.set('');
    const current = this.hold.current();
    if (current && this.hold.isHeld(choice.slot, choice.patient)) {
      this.keep(current.expires_at);
      return;
    }
    this.phase.set('holding');
    try {
      this.keep((await this.hold.take(choice.slot, choice.patient)).expires_at);
    } catch (error) {
      await this.refused(choice, toProblem(error), error);
    }
  }

  /** Null when the slot was lost or the booking refused; the page shows why. */
  async book(choice: Choice, body: Omit<NewAppointment, 'slot'>): Promise<Appointment | null> {
    this.failure.set('');
    try {
      const whom = choice.patient === null ? {} : { patient: choice.patient };
      const appointment = await this.api.book({ slot: choice.slot, ...whom, ...body });
      this.hold.forget();
      return appointment;
    } catch (error) {
      await this.refused(choice, toProblem(error), error);
      return null;
    }
  }

  expire(): void {
    if (this.phase() === 'held') {
      this.phase.set('expired');
    }
  }

  reset(): void {
    this.phase.set('free');
    this.others.set([]);
    this.failure.set('');
  }

  private keep(expires: string): void {
    this.until.set(expires);
    this.phase.set('held');
  }

  private async refused(choice: Choice, problem: Problem, error: unknown): Promise<void> {
    if (problem.code === 'slot_taken' || problem.status === 404) {
      this.phase.set('lost');
      this.others.set(await this.findOthers(choice, problem));
      return;
    }
    if (this.phase() === 'holding') {
      this.phase.set('free');
    }
    this.failure.set(this.problemText(error));
  }

  private async findOthers(choice: Choice, problem: Problem): Promise<DirectorySlot[]> {
    const given = problem.details['alternatives'];
    if (Array.isArray(given) && given.length > 0) {
      return given as DirectorySlot[];
    }
    const day = this.formats.dayKey(choice.start);
    const today = this.formats.dayKey(new Date());
    const start = addDays(day, -3) < today ? today : addDays(day, -3);
    try {
      const slots = await firstValueFrom(
        this.http.get<DirectorySlot[]>(pathOf(directoryDoctorsSlotsList, { id: choice.doctor }), {
          params: compact({ start, end: addDays(start, 21), mode: choice.mode }),
        }),
      );
      return nearest(
        slots.filter((slot) => fits(slot, choice.mode)),
        { id: choice.slot, start: choice.start },
      );
    } catch {
      // The page then leads back to the doctor's calendar.
      return [];
    }
  }
}
