import { HttpClient, httpResource } from '@angular/common/http';
import { computed, DestroyRef, effect, inject, Injectable, signal } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { appointmentsList } from '../../api/fn/appointments/appointments-list';
import { exceptionsList } from '../../api/fn/exceptions/exceptions-list';
import { slotsList } from '../../api/fn/slots/slots-list';
import type { ExceptionOut, SlotOut } from '../../api/models';
import { Session } from '../../core/auth/session';
import { allPages } from '../../core/http/all-pages';
import { latest } from '../../core/http/latest';
import { Formats } from '../../core/i18n/formats';
import { injectT } from '../../core/i18n/i18n';
import type { Appointment } from '../../core/models';
import { Live } from '../../core/realtime/live';
import type { DayRange } from './agenda-dates';
import { absenceEntries, appointmentEntries, freeEntries, proposalEntries } from './entries';

const SETTLE_MS = 150;

/** What the agenda shows of a range of days; it follows what happens elsewhere. */
@Injectable()
export class AgendaStore {
  private readonly http = inject(HttpClient);
  private readonly formats = inject(Formats);
  private readonly t = injectT();

  readonly range = signal<DayRange | null>(null, {
    equal: (one, other) => one?.first === other?.first && one?.until === other?.until,
  });
  /** Moves on with every refresh, so that open panels follow. */
  private readonly count = signal(0);
  readonly refreshed = this.count.asReadonly();

  private readonly appointmentPages = this.pages<Appointment>(appointmentsList.PATH);
  private readonly slotPages = this.pages<SlotOut>(slotsList.PATH);
  private readonly absenceList = httpResource<ExceptionOut[]>(() => ({
    url: exceptionsList.PATH,
    params: { limit: 500 },
  }));
  private readonly waiting = httpResource<Appointment[]>(() => ({
    url: appointmentsList.PATH,
    params: { to_answer: true, when: 'upcoming', limit: 200 },
  }));
  private readonly shownAppointments = latest(this.appointmentPages, { keep: true });
  private readonly shownSlots = latest(this.slotPages, { keep: true });
  private readonly shownWaiting = latest(this.waiting, { keep: true });
  private readonly shownAbsences = latest(this.absenceList, { keep: true });

  readonly appointments = computed(() => this.shownAppointments()?.items ?? []);
  readonly slots = computed(() => this.shownSlots()?.items ?? []);
  readonly absences = computed(() => this.shownAbsences() ?? []);
  /** More lies in these days than was loaded. */
  readonly cut = computed(() => Boolean(this.shownAppointments()?.cut || this.shownSlots()?.cut));
  readonly pending = computed(() => this.shownWaiting()?.length ?? 0);
  readonly error = computed(
    () => this.appointmentPages.error() ?? this.slotPages.error() ?? this.absenceList.error(),
  );
  readonly loading = computed(
    () => this.appointmentPages.isLoading() || this.slotPages.isLoading(),
  );
  readonly ready = computed(() => this.appointmentPages.hasValue() && this.slotPages.hasValue());
  readonly entries = computed(() => {
    const range = this.range();
    return [
      ...freeEntries(this.slots(), this.t('doctor.agenda.freeSlot')),
      ...(range
        ? absenceEntries(this.absences(), range, this.formats.zone(), {
            absent: this.t('doctor.agenda.absent'),
            weekly: this.t('doctor.agenda.weekly'),
          })
        : []),
      ...appointmentEntries(this.appointments(), (status) => this.t(`status.${status}`)),
      ...proposalEntries(this.shownWaiting() ?? [], this.t('doctor.agenda.proposed')),
    ];
  });

  constructor() {
    const live = inject(Live);
    const session = inject(Session);
    let timer: ReturnType<typeof setTimeout> | undefined;
    // One change of hours comes as many frames: they are answered once.
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(() => this.refresh(), SETTLE_MS);
    };
    inject(DestroyRef).onDestroy(() => clearTimeout(timer));
    live.onAppointment(soon);
    live.onSlot(soon);
    live.onCalendar(soon);
    live.onResync(soon);
    effect((onCleanup) => {
      const own = session.user()?.profile_id;
      if (own) {
        onCleanup(live.watchDoctors([own]));
      }
    });
  }

  refresh(): void {
    [this.appointmentPages, this.slotPages, this.absenceList, this.waiting].forEach((one) =>
      one.reload(),
    );
    this.count.update((count) => count + 1);
  }

  private pages<T>(url: string) {
    return rxResource({
      params: () => {
        const range = this.range();
        return range
          ? {
              start: this.formats.instant(`${range.first}T00:00`).toISOString(),
              end: this.formats.instant(`${range.until}T00:00`).toISOString(),
            }
          : undefined;
      },
      stream: ({ params }) => allPages<T>(this.http, url, params),
    });
  }
}
