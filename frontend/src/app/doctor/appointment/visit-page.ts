import { httpResource } from '@angular/common/http';
import {
  Component,
  computed,
  inject,
  input,
  numberAttribute,
  signal,
  viewChild,
} from '@angular/core';
import { RouterLink } from '@angular/router';
import type { PatientOut } from '../../api/models';
import { AppointmentHistory } from '../../booking/appointment-history';
import { endOf, startOf } from '../../booking/appointment-times';
import { SlotPicker } from '../../booking/slot-picker';
import { toProblem } from '../../core/errors/problem';
import { injectProblemText } from '../../core/errors/problem-text';
import { latest } from '../../core/http/latest';
import { injectT } from '../../core/i18n/i18n';
import type {
  Appointment,
  DirectorySlot,
  DoctorDetail,
  HistoryEntry,
  Mode,
} from '../../core/models';
import { Live } from '../../core/realtime/live';
import { Avatar } from '../../ui/avatar';
import { EmptyState } from '../../ui/empty-state';
import { ErrorState } from '../../ui/error-state';
import { ClockPipe, DayPipe } from '../../ui/format-pipes';
import { FormError } from '../../ui/form-error';
import { Icon } from '../../ui/icon';
import { Skeleton } from '../../ui/skeleton';
import { StatusBadge } from '../../ui/status-badge';
import { Toasts } from '../../ui/toasts';
import { type HasUnsavedChanges, warnBeforeUnload } from '../../ui/unsaved-changes';
import { VisitMoves } from '../visits/visit-moves';
import { VisitsApi } from '../visits/visits-api';
import { WordsForm } from './words-form';

/** One appointment, as its doctor sees it. */
@Component({
  selector: 'app-visit-page',
  imports: [
    AppointmentHistory,
    Avatar,
    ClockPipe,
    DayPipe,
    EmptyState,
    ErrorState,
    FormError,
    Icon,
    RouterLink,
    Skeleton,
    SlotPicker,
    StatusBadge,
    VisitMoves,
    WordsForm,
  ],
  templateUrl: './visit-page.html',
  styleUrl: './visit-page.scss',
})
export class VisitPage implements HasUnsavedChanges {
  readonly id = input.required({ transform: numberAttribute });

  protected readonly t = injectT();
  private readonly api = inject(VisitsApi);
  private readonly toasts = inject(Toasts);
  private readonly problemText = injectProblemText();
  private readonly words = viewChild(WordsForm);

  protected readonly visit = httpResource<Appointment>(() => `/api/appointments/${this.id()}/`);
  protected readonly history = httpResource<HistoryEntry[]>(
    () => `/api/appointments/${this.id()}/history/`,
  );
  protected readonly item = latest(this.visit);
  protected readonly patient = httpResource<PatientOut>(() => {
    const id = this.item()?.patient.id;
    return id && this.item()?.doctor ? `/api/patients/${id}/` : undefined;
  });
  protected readonly doctor = httpResource<DoctorDetail>(() => {
    const id = this.moving() ? this.item()?.doctor?.id : undefined;
    return id ? `/api/directory/doctors/${id}/` : undefined;
  });
  protected readonly missing = computed(
    () => this.visit.error() !== undefined && toProblem(this.visit.error()).status === 404,
  );
  protected readonly start = computed(() => {
    const visit = this.item();
    return visit ? startOf(visit) : null;
  });
  protected readonly end = computed(() => {
    const visit = this.item();
    return visit ? endOf(visit) : null;
  });
  protected readonly moving = signal(false);
  protected readonly mode = signal<Mode>('presentiel');
  protected readonly problem = signal('');

  constructor() {
    const live = inject(Live);
    live.onAppointment((frame) => {
      // What is being written must not vanish under the doctor's hands.
      if (frame.id === this.id() && !this.hasUnsavedChanges()) {
        this.refresh();
      }
    });
    live.onResync(() => this.refresh());
    warnBeforeUnload(() => this.hasUnsavedChanges());
  }

  hasUnsavedChanges(): boolean {
    return this.words()?.dirty() ?? false;
  }

  protected refresh(): void {
    this.visit.reload();
    this.history.reload();
  }

  protected startMoving(visit: Appointment): void {
    this.problem.set('');
    this.mode.set(visit.consultation_mode);
    this.moving.set(true);
  }

  protected async moveTo(visit: Appointment, slot: DirectorySlot): Promise<void> {
    this.problem.set('');
    try {
      await this.api.reschedule(visit, slot.id);
      this.toasts.show(this.t('doctor.visit.done.moved'));
      this.moving.set(false);
    } catch (error) {
      this.problem.set(this.problemText(error));
    }
    this.refresh();
  }
}
