import { httpResource } from '@angular/common/http';
import { Component, computed, DOCUMENT, effect, inject, input, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import type { ExceptionOut, SlotOut } from '../../api/models';
import { latest } from '../../core/http/latest';
import { Formats } from '../../core/i18n/formats';
import { I18n } from '../../core/i18n/i18n';
import type { Appointment } from '../../core/models';
import { Session } from '../../core/auth/session';
import { Live } from '../../core/realtime/live';
import { AgendaCalendar, type AgendaRange, type AgendaView } from '../../ui/agenda-calendar';
import { ErrorState } from '../../ui/error-state';
import { Icon } from '../../ui/icon';
import { PageHeader } from '../../ui/page-header';
import { loadStylesheet } from '../../ui/stylesheet';
import { absenceEntries, freeEntries, visitEntries } from './entries';

const VIEWS: readonly AgendaView[] = ['week', 'day', 'list'];

/** The doctor's calendar: visits, free places and absences; it follows what happens elsewhere. */
@Component({
  selector: 'app-agenda-page',
  imports: [AgendaCalendar, ErrorState, Icon, PageHeader, RouterLink],
  template: `
    <div class="page">
      <app-page-header [heading]="t('doctor.agenda.title')" [text]="formats.zoneNote()">
        <div class="segmented" role="group" [attr.aria-label]="t('doctor.agenda.view')">
          @for (one of views; track one) {
            <button type="button" [attr.aria-pressed]="view() === one" (click)="show(one)">
              {{ t('doctor.agenda.views.' + one) }}
            </button>
          }
        </div>
      </app-page-header>
      @if (pending(); as count) {
        <a class="banner banner-warn" routerLink="/medecin/demandes">
          <app-icon name="hourglass_top" />
          {{ i18n.plural('doctor.requests.count', count) }}
        </a>
      }
      @if (visits.error(); as failure) {
        <app-error-state [error]="failure" (retry)="refresh()" />
      }
      <div class="calendar" [attr.aria-busy]="visits.isLoading()">
        <app-agenda-calendar
          [view]="view()"
          [entries]="entries()"
          [language]="i18n.language()"
          [zone]="formats.zone()"
          [date]="day()"
          (open)="openVisit($event)"
          (range)="range.set($event)"
        />
      </div>
      @if (empty()) {
        <p class="muted hint">
          {{ t('doctor.agenda.emptyText') }}
          <a routerLink="/medecin/disponibilites">{{ t('doctor.availability.title') }}</a>
        </p>
      }
    </div>
  `,
  styles: `
    .banner {
      margin-bottom: var(--space-4);
    }
    .calendar {
      overflow-x: auto;
    }
    .hint {
      margin-top: var(--space-4);
    }
  `,
})
export class AgendaPage {
  readonly vue = input<string>();
  readonly jour = input<string>();

  protected readonly i18n = inject(I18n);
  protected readonly t = this.i18n.t;
  protected readonly formats = inject(Formats);
  private readonly router = inject(Router);
  private readonly session = inject(Session);

  protected readonly views = VIEWS;
  // A week does not fit a phone.
  private readonly usual: AgendaView = matchMedia('(width <= 640px)').matches ? 'list' : 'week';
  protected readonly view = computed(() => VIEWS.find((one) => one === this.vue()) ?? this.usual);
  protected readonly day = computed(() => this.jour() ?? this.formats.dayKey(new Date()));
  protected readonly range = signal<AgendaRange | null>(null, {
    // The calendar tells its range again whenever its entries change.
    equal: (one, other) => one?.start === other?.start && one?.end === other?.end,
  });

  protected readonly visits = httpResource<Appointment[]>(() =>
    this.ranged('/api/appointments/', 'start', 'end'),
  );
  private readonly slots = httpResource<SlotOut[]>(() =>
    this.ranged('/api/slots/', 'start', 'end'),
  );
  private readonly absences = httpResource<ExceptionOut[]>(() => ({
    url: '/api/exceptions/',
    params: { limit: 500 },
  }));
  private readonly waiting = httpResource<Appointment[]>(() => ({
    url: '/api/appointments/',
    params: { status: 'pending', when: 'upcoming', limit: 200 },
  }));
  private readonly shownVisits = latest(this.visits, { keep: true });
  private readonly shownSlots = latest(this.slots, { keep: true });
  private readonly shownAbsences = latest(this.absences, { keep: true });
  protected readonly pending = computed(() =>
    this.waiting.hasValue() ? this.waiting.value().length : 0,
  );
  protected readonly entries = computed(() => [
    ...freeEntries(this.shownSlots() ?? []),
    ...absenceEntries(this.shownAbsences() ?? []),
    ...visitEntries(this.shownVisits() ?? [], (status) => this.t(`status.${status}`)),
  ]);
  protected readonly empty = computed(
    () => this.visits.hasValue() && this.slots.hasValue() && this.entries().length === 0,
  );

  constructor() {
    loadStylesheet('calendar.css', inject(DOCUMENT));
    const live = inject(Live);
    live.onAppointment(() => this.refresh());
    live.onSlot(() => this.refresh());
    live.onCalendar(() => this.refresh());
    live.onResync(() => this.refresh());
    effect((onCleanup) => {
      const own = this.session.user()?.profile_id;
      if (own) {
        onCleanup(live.watchDoctors([own]));
      }
    });
  }

  protected refresh(): void {
    [this.visits, this.slots, this.absences, this.waiting].forEach((one) => one.reload());
  }

  protected async show(view: AgendaView): Promise<void> {
    await this.router.navigate([], { queryParams: { vue: view }, queryParamsHandling: 'merge' });
  }

  protected async openVisit(id: string): Promise<void> {
    if (/^\d+$/.test(id)) {
      await this.router.navigate(['/medecin/rendez-vous', id]);
    }
  }

  private ranged(url: string, from: string, until: string) {
    const range = this.range();
    return range
      ? { url, params: { [from]: instant(range.start), [until]: instant(range.end), limit: 500 } }
      : undefined;
  }
}

function instant(text: string): string {
  return new Date(text).toISOString();
}
