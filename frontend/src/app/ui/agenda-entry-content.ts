import type { AgendaEntry } from './agenda-entry';
import { iconHref, type IconName } from './icon-name';

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

/** What FullCalendar puts into an entry's box; who comes first where there is room for little. */
export function entryNodes(
  page: Document,
  entry: AgendaEntry,
  words: EntryWords,
  short: boolean,
): { domNodes: Node[] } {
  const line = page.createElement('span');
  line.className = short ? 'agenda-line agenda-short' : 'agenda-line';
  const icons: Node[] = [];
  if (entry.icon) {
    icons.push(icon(page, entry.icon));
  }
  if (entry.video) {
    icons.push(icon(page, 'videocam'));
  }
  const time = part(page, 'agenda-time', words.time);
  const title = part(page, 'agenda-title', entry.title);
  line.append(
    part(page, 'sr-only', `${words.day}, `),
    ...(short ? [...icons, title, ' ', time] : [time, ' ', ...icons, title]),
    part(page, 'sr-only', ` – ${words.until}`),
  );
  if (entry.note) {
    line.append(' ', part(page, 'agenda-note', entry.note));
  }
  return { domNodes: [line] };
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
