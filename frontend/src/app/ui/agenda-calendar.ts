import {
  afterRenderEffect,
  Component,
  computed,
  DOCUMENT,
  inject,
  input,
  output,
  viewChild,
} from '@angular/core';
import {
  type CalendarOptions,
  FullCalendarComponent,
  FullCalendarModule,
} from '@fullcalendar/angular';
import interactionPlugin from '@fullcalendar/angular/interaction';
import themePlugin from '@fullcalendar/angular/themes/monarch';
import timeGridPlugin from '@fullcalendar/angular/timegrid';
import frLocale from 'fullcalendar/locales/fr';
import { Formats } from '../core/i18n/formats';
import { I18n } from '../core/i18n/i18n';
import type { AgendaEntry } from './agenda-entry';
import { entryClasses, entryNodes, type EntryWords } from './agenda-entry-content';

export interface AgendaSpan {
  start: string;
  end: string;
}

/** An appointment that was dragged and let go. */
export interface AgendaDrop {
  id: string;
  start: string;
  /** Puts it back where it was. */
  revert(): void;
  /** Fits it into the slot while the server is asked. */
  settle(span: AgendaSpan): void;
}

const BACKGROUND = new Set(['free', 'absence']);
// Shared by the option object: a new function each time would draw the calendar again.
const STABLE = {
  plugins: [themePlugin, timeGridPlugin, interactionPlugin],
  locales: [frLocale],
  initialView: 'timeGridWeek',
  headerToolbar: false,
  height: 'auto',
  allDaySlot: false,
  nowIndicator: true,
  eventDurationEditable: false,
  eventLongPressDelay: 400,
  selectLongPressDelay: 400,
  selectable: true,
  selectMinDistance: 6,
  snapDuration: '00:15:00',
  borderless: true,
  slotMinHeight: 42,
  eventMinHeight: 22,
  eventShortHeight: 40,
} as const satisfies CalendarOptions;

/** FullCalendar behind one component: its class names are hashed, its API is not ours. */
@Component({
  selector: 'app-agenda-calendar',
  imports: [FullCalendarModule],
  template: `<full-calendar [options]="options()" />`,
  styleUrl: './agenda-calendar.scss',
})
export class AgendaCalendar {
  readonly view = input.required<'week' | 'day'>();
  readonly entries = input.required<readonly AgendaEntry[]>();
  /** The day shown, or one of the week, `2026-11-24`. */
  readonly date = input.required<string>();
  readonly sunday = input(true);
  readonly hours = input.required<{ from: number; until: number }>();
  /** The entry whose details are open. */
  readonly selected = input<string | null>(null);
  /** What the column of times is called. */
  readonly timesLabel = input('');
  readonly open = output<string>();
  /** A click on empty time, or a span that was drawn. */
  readonly pick = output<AgendaSpan>();
  readonly dropped = output<AgendaDrop>();

  private readonly i18n = inject(I18n);
  private readonly formats = inject(Formats);
  private readonly page = inject(DOCUMENT);
  private readonly calendar = viewChild.required(FullCalendarComponent);

  private readonly handlers = {
    eventContent: (info) => {
      const entry = entryOf(info.event.extendedProps);
      const tight = info.isNarrow || info.view.type === 'timeGridWeek';
      const column = info.isShort ? 'name' : 'lines';
      return entry ? entryNodes(this.page, entry, this.words(entry), tight ? column : 'line') : '';
    },
    // A free place is seen by its colour; in rows of them the same word would be noise.
    backgroundEventContent: (info) =>
      entryOf(info.event.extendedProps)?.kind === 'absence' ? info.event.title : '',
    eventClass: (info) => entryClasses(entryOf(info.event.extendedProps), this.chosen(info.event)),
    backgroundEventClass: (info) =>
      entryClasses(entryOf(info.event.extendedProps), this.chosen(info.event)),
    eventDidMount: ({ el, event }) => (el.dataset['entry'] = event.id),
    backgroundEventDidMount: ({ el, event }) => (el.dataset['entry'] = event.id),
    slotHeaderInnerClass: (info) => (info.isFirst ? 'agenda-first-hour' : ''),
    slotHeaderContent: (info) => this.formats.time(info.date),
    // Header cells hide their words and carry a label: then they are empty to those who hear them.
    dayHeaderDidMount: ({ el }) =>
      el.querySelectorAll('[aria-hidden]').forEach((part) => part.removeAttribute('aria-hidden')),
    viewDidMount: ({ el }) => {
      el.querySelectorAll('[role="rowheader"]:empty').forEach((cell) => {
        const name = this.page.createElement('span');
        name.className = 'sr-only';
        name.textContent = cell.getAttribute('aria-label') ?? '';
        cell.append(name);
      });
    },
    eventClick: (info) => {
      // Backgrounds are found by their time, in `dateClick`.
      if (info.event.display !== 'background') {
        this.open.emit(info.event.id);
      }
    },
    dateClick: (info) => this.onTime(info.dateStr),
    select: (info) => {
      info.view.calendar.unselect();
      this.pick.emit({ start: info.startStr, end: info.endStr });
    },
    selectAllow: (span) => Date.parse(span.startStr) >= Date.now(),
    eventDrop: (info) =>
      this.dropped.emit({
        id: info.event.id,
        start: info.event.startStr,
        revert: () => info.revert(),
        settle: ({ start, end }) => info.event.setDates(start, end),
      }),
  } satisfies CalendarOptions;

  protected readonly options = computed<CalendarOptions>(() => ({
    ...STABLE,
    ...this.handlers,
    locale: this.i18n.language(),
    timeZone: this.formats.zone(),
    timedText: this.timesLabel(),
    slotMinTime: `${this.hours().from}:00:00`,
    slotMaxTime: `${this.hours().until}:00:00`,
    hiddenDays: this.sunday() ? [] : [0],
    events: this.entries().map((entry) => ({
      id: entry.id,
      title: entry.title,
      start: entry.start,
      end: entry.end,
      startEditable: entry.movable,
      display: BACKGROUND.has(entry.kind) ? 'background' : 'auto',
      color: `var(--agenda-${entry.kind})`,
      contrastColor: `var(--agenda-on-${entry.kind})`,
      entry,
      chosen: entry.id === this.selected(),
    })),
  }));

  constructor() {
    // It is there once it was drawn.
    afterRenderEffect(() => {
      const [view, date] = [this.view(), this.date()];
      this.calendar()
        .getApi()
        .changeView(view === 'day' ? 'timeGridDay' : 'timeGridWeek', date);
    });
  }

  private onTime(start: string): void {
    const at = Date.parse(start);
    const under = this.entries().find(
      (entry) =>
        BACKGROUND.has(entry.kind) && Date.parse(entry.start) <= at && at < Date.parse(entry.end),
    );
    if (under) {
      this.open.emit(under.id);
    } else if (at >= Date.now()) {
      this.pick.emit({ start, end: new Date(at + 30 * 60_000).toISOString() });
    }
  }

  private chosen(event: { extendedProps: Record<string, unknown> }): boolean {
    return event.extendedProps['chosen'] === true;
  }

  private words(entry: AgendaEntry): EntryWords {
    return {
      day: this.formats.day(entry.start),
      time: this.formats.time(entry.start),
      until: this.formats.time(entry.end),
    };
  }
}

function entryOf(props: Record<string, unknown>): AgendaEntry | undefined {
  return props['entry'] as AgendaEntry | undefined;
}
