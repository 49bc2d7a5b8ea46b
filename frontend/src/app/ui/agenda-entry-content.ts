import type { AppointmentStatus } from '../core/models';
import type { AgendaEntry } from './agenda-entry';
import { iconHref, type IconName } from './icon-name';
import { statusIcons } from './status-badge';

/** Classes for the look of an entry; their rules are in the calendar's own style bundle. */
export function entryClasses(entry: AgendaEntry | undefined, chosen: boolean): string {
  return [
    'agenda-entry',
    entry ? `agenda-${entry.kind}` : '',
    entry?.movable ? 'agenda-movable' : '',
    chosen ? 'agenda-chosen' : '',
  ]
    .filter(Boolean)
    .join(' ');
}

export interface EntryWords {
  time: string;
  /** Day and end for those who do not see where the entry stands. */
  day: string;
  until: string;
}

/** What an entry's box holds: all in one line; or in a column the name, and the time below. */
export type EntryRoom = 'line' | 'lines' | 'name';

// What the colour tells well enough gives its place to the name.
const TELLING = new Set<AppointmentStatus>(['pending', 'no_show']);

/** What FullCalendar puts into an entry's box: who comes first, and all of it as its title. */
export function entryNodes(
  page: Document,
  entry: AgendaEntry,
  words: EntryWords,
  room: EntryRoom,
): { domNodes: Node[] } {
  const box = part(page, `agenda-box agenda-room-${room}`, '');
  box.title = [entry.title, `${words.time} – ${words.until}`, entry.note]
    .filter(Boolean)
    .join(', ');
  const { status } = entry;
  const told = status && (room !== 'name' || TELLING.has(status));
  const icons = [
    ...(told ? [icon(page, statusIcons[status])] : []),
    ...(entry.video ? [icon(page, 'videocam')] : []),
  ];
  const title = part(page, 'agenda-title', entry.title);
  const more = part(page, room === 'name' ? 'sr-only' : 'agenda-more', '');
  more.append(
    part(page, 'sr-only', `, ${words.day}, `),
    ...(room === 'lines' ? icons : []),
    part(page, 'agenda-time', words.time),
    part(page, 'sr-only', ` – ${words.until}`),
    ' ',
    part(page, room === 'line' ? '' : 'sr-only', entry.note),
  );
  box.append(...(room === 'lines' ? [] : icons), title, ' ', more);
  return { domNodes: [box] };
}

function part(page: Document, name: string, text: string): HTMLElement {
  const element = page.createElement('span');
  element.className = name;
  element.textContent = text;
  return element;
}

function icon(page: Document, name: IconName): SVGElement {
  const drawing = page.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const use = page.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', iconHref(name));
  drawing.setAttribute('class', 'agenda-icon');
  drawing.setAttribute('aria-hidden', 'true');
  drawing.append(use);
  return drawing;
}
