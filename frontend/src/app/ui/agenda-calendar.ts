import { Component, computed, input, output } from '@angular/core';
import { type CalendarOptions, FullCalendarModule } from '@fullcalendar/angular';
import listPlugin from '@fullcalendar/angular/list';
import themePlugin from '@fullcalendar/angular/themes/monarch';
import timeGridPlugin from '@fullcalendar/angular/timegrid';
import frLocale from 'fullcalendar/locales/fr';

export type AgendaView = 'week' | 'day' | 'list';

export interface AgendaEntry {
  id: string;
  title: string;
  start: string;
  end: string;
  /** What it is, for its look. */
  kind: 'pending' | 'confirmed' | 'over' | 'free' | 'absence';
}

export interface AgendaRange {
  start: string;
  end: string;
}

const VIEWS: Record<AgendaView, string> = {
  week: 'timeGridWeek',
  day: 'timeGridDay',
  list: 'listWeek',
};

/** FullCalendar behind one component: its class names are hashed, its API is not ours. */
@Component({
  selector: 'app-agenda-calendar',
  imports: [FullCalendarModule],
  template: `<full-calendar [options]="options()" />`,
  styleUrl: './agenda-calendar.scss',
})
export class AgendaCalendar {
  readonly view = input.required<AgendaView>();
  readonly entries = input.required<readonly AgendaEntry[]>();
  readonly language = input.required<string>();
  readonly zone = input.required<string>();
  /** The day that is shown first, `2026-11-24`. */
  readonly date = input.required<string>();
  readonly open = output<string>();
  readonly range = output<AgendaRange>();

  protected readonly options = computed<CalendarOptions>(() => ({
    plugins: [themePlugin, timeGridPlugin, listPlugin],
    locales: [frLocale],
    locale: this.language(),
    timeZone: this.zone(),
    initialView: VIEWS[this.view()],
    initialDate: this.date(),
    headerToolbar: { start: 'prev,next today', center: 'title', end: '' },
    height: 'auto',
    allDaySlot: false,
    nowIndicator: true,
    slotMinTime: '07:00:00',
    slotMaxTime: '20:00:00',
    hiddenDays: this.view() === 'week' ? [0] : [],
    eventTimeFormat: { hour: '2-digit', minute: '2-digit', hour12: false },
    events: this.entries().map((entry) => ({
      id: entry.id,
      title: entry.title,
      start: entry.start,
      end: entry.end,
      display: entry.kind === 'free' || entry.kind === 'absence' ? 'background' : 'auto',
      color: `var(--agenda-${entry.kind})`,
      contrastColor: `var(--agenda-on-${entry.kind})`,
    })),
    eventClick: (info) => this.open.emit(info.event.id),
    datesSet: (info) => this.range.emit({ start: info.startStr, end: info.endStr }),
  }));
}
