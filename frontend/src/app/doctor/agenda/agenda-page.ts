import {
  afterNextRender,
  Component,
  computed,
  DOCUMENT,
  effect,
  inject,
  Injector,
  input,
} from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { addDays } from '../../core/i18n/dates';
import { Formats } from '../../core/i18n/formats';
import { I18n } from '../../core/i18n/i18n';
import { AgendaCalendar, type AgendaSpan } from '../../ui/agenda-calendar';
import type { EntryKind } from '../../ui/agenda-entry';
import { ErrorState } from '../../ui/error-state';
import { Icon } from '../../ui/icon';
import { PageHeader } from '../../ui/page-header';
import { loadStylesheet } from '../../ui/stylesheet';
import { AbsencePanel } from './absence-panel';
import { hourRange, rangeOf, showsSunday, touches } from './agenda-dates';
import { AgendaFilters } from './agenda-filters';
import { AgendaList } from './agenda-list';
import { AgendaStore } from './agenda-store';
import { AgendaToolbar } from './agenda-toolbar';
import * as url from './agenda-url';
import { DragMover } from './drag-mover';
import { MiniMonth } from './mini-month';
import { SlotFormPanel } from './slot-form-panel';
import { SlotPanel } from './slot-panel';
import { AppointmentPanel } from './appointment-panel';

/** The doctor's calendar. Days, view, filters and what is open beside it stand in the URL. */
@Component({
  selector: 'app-agenda-page',
  imports: [
    AbsencePanel,
    AgendaCalendar,
    AgendaFilters,
    AgendaList,
    AgendaToolbar,
    ErrorState,
    Icon,
    MiniMonth,
    PageHeader,
    RouterLink,
    SlotFormPanel,
    SlotPanel,
    AppointmentPanel,
  ],
  providers: [AgendaStore, DragMover],
  templateUrl: './agenda-page.html',
  styleUrl: './agenda-page.scss',
  host: { '(keydown.escape)': 'onEscape($event.target)' },
})
export class AgendaPage {
  readonly vue = input<string>();
  readonly jour = input<string>();
  readonly montrer = input<string>();
  readonly rdv = input<string>();
  readonly creneau = input<string>();
  readonly absence = input<string>();
  readonly ajouter = input<string>();
  readonly minutes = input<string>();

  protected readonly i18n = inject(I18n);
  protected readonly t = this.i18n.t;
  protected readonly formats = inject(Formats);
  protected readonly store = inject(AgendaStore);
  protected readonly mover = inject(DragMover);
  private readonly router = inject(Router);
  private readonly page = inject(DOCUMENT);
  private readonly injector = inject(Injector);

  // A week does not fit a phone.
  protected readonly narrow = matchMedia('(width <= 640px)').matches;
  private readonly usual: url.AgendaView = this.narrow ? 'list' : 'week';
  protected readonly view = computed(
    () => url.VIEWS.find((one) => one === this.vue()) ?? this.usual,
  );
  protected readonly day = computed(() =>
    url.readDay(this.jour(), this.formats.dayKey(new Date())),
  );
  protected readonly range = computed(() => rangeOf(this.view(), this.day()));
  protected readonly kinds = computed(() => url.readKinds(this.montrer(), this.view()));
  protected readonly panel = computed(() =>
    url.readPanel({
      rdv: this.rdv(),
      creneau: this.creneau(),
      absence: this.absence(),
      ajouter: this.ajouter(),
      minutes: this.minutes(),
    }),
  );
  protected readonly selected = computed(() => {
    const panel = this.panel();
    return panel && url.entryOf(panel);
  });
  protected readonly slot = computed(() => this.byId(this.store.slots(), 'slot'));
  protected readonly absent = computed(() => this.byId(this.store.absences(), 'absence'));

  protected readonly entries = computed(() =>
    this.store.entries().filter((entry) => this.kinds().includes(entry.kind)),
  );
  // By everything that is there: hours must not jump when a filter is set.
  protected readonly hours = computed(() =>
    hourRange(this.store.entries(), this.range(), this.formats.zone()),
  );
  protected readonly sunday = computed(
    () =>
      this.view() !== 'week' || showsSunday(this.day(), this.store.entries(), this.formats.zone()),
  );
  protected readonly shown = computed(() => {
    const { first, until } = this.range();
    return { first, until: this.sunday() ? until : addDays(until, -1) };
  });
  protected readonly empty = computed(
    () => this.store.ready() && this.store.entries().every((entry) => entry.kind === 'absence'),
  );
  protected readonly away = computed(() =>
    this.store
      .entries()
      .some(
        (entry) => entry.kind === 'absence' && touches(entry, this.range(), this.formats.zone()),
      ),
  );

  constructor() {
    loadStylesheet('calendar.css', this.page);
    effect(() => this.store.range.set(this.range()));
  }

  protected go(day: string): Promise<boolean> {
    return this.navigate({ jour: day });
  }

  protected show(view: url.AgendaView): Promise<boolean> {
    return this.navigate({ vue: view });
  }

  protected toggle(kind: EntryKind): Promise<boolean> {
    return this.navigate({ montrer: url.toggledKinds(this.kinds(), kind, this.view()) });
  }

  protected open(entry: string): void {
    const panel = url.panelOf(entry);
    if (panel) {
      void this.openPanel(panel);
    }
  }

  protected addAt({ start, end }: AgendaSpan): void {
    const minutes = Math.round((Date.parse(end) - Date.parse(start)) / 60_000);
    void this.openPanel({ kind: 'new', start: this.formats.local(start), minutes });
  }

  /** From the keyboard: the next full hour, or the morning of the day that is shown. */
  protected add(): void {
    const next = this.formats.local(new Date(Date.now() + 3_600_000));
    const morning = `${this.day()}T09:00`;
    const start = morning > next ? morning : `${next.slice(0, 13)}:00`;
    void this.openPanel({ kind: 'new', start, minutes: 30 });
  }

  protected onEscape(target: EventTarget | null): void {
    // In the toolbar it closes the month.
    if (target instanceof Element && target.closest('.main')) {
      void this.close();
    }
  }

  protected async close(): Promise<void> {
    const panel = this.panel();
    if (!panel) {
      return;
    }
    await this.navigate(url.writePanel(null), true);
    afterNextRender(() => this.refocus(panel), { injector: this.injector });
  }

  protected async onAdded(day: string): Promise<void> {
    this.store.refresh();
    await this.navigate({ ...url.writePanel(null), jour: day }, true);
    this.focusOn('[data-add]');
  }

  /** One panel takes the place of another, so that « back » closes it whatever was looked at. */
  private openPanel(panel: url.Panel): Promise<boolean> {
    return this.navigate(url.writePanel(panel), this.panel() !== null);
  }

  private refocus(panel: url.Panel): void {
    const entry = url.entryOf(panel);
    if (!(entry && this.focusOn(`[data-entry="${entry}"]`))) {
      this.focusOn('[data-add]');
    }
  }

  private focusOn(selector: string): boolean {
    const found = this.page.querySelector<HTMLElement>(selector);
    found?.focus({ preventScroll: true });
    return found !== null && this.page.activeElement === found;
  }

  private navigate(
    queryParams: Record<string, string | number | null>,
    replaceUrl = false,
  ): Promise<boolean> {
    return this.router.navigate([], {
      queryParams,
      queryParamsHandling: 'merge',
      replaceUrl,
      scroll: 'manual',
    });
  }

  private byId<T extends { id: number }>(
    rows: readonly T[],
    kind: 'slot' | 'absence',
  ): T | undefined {
    const panel = this.panel();
    return panel?.kind === kind ? rows.find((row) => row.id === panel.id) : undefined;
  }
}
