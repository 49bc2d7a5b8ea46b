import { httpResource } from '@angular/common/http';
import {
  afterNextRender,
  Component,
  computed,
  effect,
  inject,
  input,
  output,
  signal,
  untracked,
} from '@angular/core';
import { form, FormField } from '@angular/forms/signals';
import { appointmentsList } from '../../api/fn/appointments/appointments-list';
import type { ConflictOut, ExceptionOut } from '../../api/models';
import { endOf, startOf } from '../../booking/appointment-times';
import { injectProblemText } from '../../core/errors/problem-text';
import { formSubmission } from '../../core/errors/submit-form';
import { addDays } from '../../core/i18n/dates';
import { I18n } from '../../core/i18n/i18n';
import type { Appointment } from '../../core/models';
import { FormError } from '../../ui/form-error';
import { FormField as Field } from '../../ui/form-field';
import { ConflictList } from '../availability/conflict-list';
import { Formats } from '../../core/i18n/formats';
import { AbsencesApi } from './absences-api';
import { type AbsenceForm, absenceSchema, affected, kinds, WEEKS_AHEAD } from './absences';

/** From, until, why; and, before saving, whose appointments fall into it. */
@Component({
  selector: 'app-absence-form',
  imports: [ConflictList, Field, FormError, FormField],
  templateUrl: './absence-form.html',
  styleUrl: './absence-form.scss',
})
export class AbsenceFormCard {
  readonly absence = input<ExceptionOut | null>(null);
  readonly etag = input('');
  readonly saved = output<readonly ConflictOut[]>();
  readonly dismiss = output();

  protected readonly i18n = inject(I18n);
  protected readonly t = this.i18n.t;
  protected readonly kinds = kinds;
  private readonly formats = inject(Formats);
  private readonly api = inject(AbsencesApi);

  private readonly model = signal<AbsenceForm>({
    start: '',
    end: '',
    kind: 'unavailable',
    reason: '',
    weekly: false,
  });
  protected readonly fields = form(this.model, absenceSchema);
  protected readonly submission = formSubmission(this.fields, injectProblemText(), {
    names: {
      start_datetime: 'start',
      end_datetime: 'end',
      exception_type: 'kind',
      is_recurring: 'weekly',
    },
  });
  readonly dirty = computed(() => this.fields().dirty());

  private readonly around = httpResource<Appointment[]>(() => {
    const { start, end, weekly } = this.model();
    if (!start || !end || end <= start) {
      return undefined;
    }
    const first = addDays(start.slice(0, 10), -1);
    const last = addDays(weekly ? first : end.slice(0, 10), weekly ? 7 * WEEKS_AHEAD : 2);
    const params = { start: `${first}T00:00:00Z`, end: `${last}T00:00:00Z`, limit: 500 };
    return { url: appointmentsList.PATH, params };
  });
  protected readonly impacted = computed<ConflictOut[]>(() => {
    const rows = this.around.hasValue() ? this.around.value() : [];
    return affected(rows, this.model(), (instant) => this.formats.local(instant)).map((row) => ({
      slot: { id: row.slot?.id ?? 0, start_time: startOf(row) ?? '', end_time: endOf(row) ?? '' },
      appointments: [
        {
          id: row.id,
          status: row.status,
          patient: { id: row.patient.id, name: row.patient.name },
          start_time: startOf(row) ?? '',
          end_time: endOf(row) ?? '',
        },
      ],
    }));
  });

  constructor() {
    effect(() => {
      const absence = this.absence();
      untracked(() => this.fields().reset(absence ? this.read(absence) : this.tomorrow()));
    });
    afterNextRender(() => this.fields.start().focusBoundControl());
  }

  protected save(event: Event): Promise<void> {
    return this.submission.run(event, async () => {
      const conflicts = await this.api.save(this.model(), this.absence()?.id ?? null, this.etag());
      this.fields().reset();
      this.saved.emit(conflicts);
    });
  }

  private read(absence: ExceptionOut): AbsenceForm {
    return {
      start: this.formats.local(absence.start_datetime),
      end: this.formats.local(absence.end_datetime),
      kind: absence.exception_type ?? 'unavailable',
      reason: absence.reason ?? '',
      weekly: absence.is_recurring ?? false,
    };
  }

  private tomorrow(): AbsenceForm {
    const day = addDays(this.formats.dayKey(new Date()), 1);
    return {
      start: `${day}T08:00`,
      end: `${day}T20:00`,
      kind: 'unavailable',
      reason: '',
      weekly: false,
    };
  }
}
