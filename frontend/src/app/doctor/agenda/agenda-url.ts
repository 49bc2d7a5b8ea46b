import type { EntryKind } from '../../ui/agenda-entry';

export type AgendaView = 'week' | 'day' | 'list';
export const VIEWS: readonly AgendaView[] = ['week', 'day', 'list'];
export const KINDS: readonly EntryKind[] = ['pending', 'confirmed', 'over', 'free', 'absence'];

/** What stands in the panel beside the calendar. */
export type Panel =
  | { kind: 'appointment' | 'slot' | 'absence'; id: number }
  | { kind: 'new'; start: string; minutes: number };

/** The parameters of the page, as the router binds them. */
export interface PanelParams {
  rdv?: string | undefined;
  creneau?: string | undefined;
  absence?: string | undefined;
  ajouter?: string | undefined;
  minutes?: string | undefined;
}

const CLOSED = { rdv: null, creneau: null, absence: null, ajouter: null, minutes: null };
const NAMES = { appointment: 'rdv', slot: 'creneau', absence: 'absence' } as const;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;

export function readDay(text: string | undefined, today: string): string {
  return text && DAY.test(text) && isReal(text) ? text : today;
}

/** The list names appointments first; free places would drown them, so there they are asked for. */
export function usualKinds(view: AgendaView): readonly EntryKind[] {
  return view === 'list' ? KINDS.filter((kind) => kind !== 'free') : KINDS;
}

export function readKinds(text: string | undefined, view: AgendaView): readonly EntryKind[] {
  if (text === undefined) {
    return usualKinds(view);
  }
  const asked = text.split(',');
  return KINDS.filter((kind) => asked.includes(kind));
}

/** The parameter after one chip was pressed; null, the usual choice, is left out of the URL. */
export function toggledKinds(
  shown: readonly EntryKind[],
  kind: EntryKind,
  view: AgendaView,
): string | null {
  const next = KINDS.filter((one) => (one === kind) !== shown.includes(one));
  const text = next.join(',');
  return text === usualKinds(view).join(',') ? null : text;
}

export function readPanel(params: PanelParams): Panel | null {
  if (params.ajouter && TIME.test(params.ajouter) && isReal(params.ajouter.slice(0, 10))) {
    const minutes = Number(params.minutes);
    const fitting = Number.isInteger(minutes) && minutes > 0 && minutes <= 1440;
    return { kind: 'new', start: params.ajouter, minutes: fitting ? minutes : 30 };
  }
  for (const kind of ['appointment', 'slot', 'absence'] as const) {
    const id = params[NAMES[kind]];
    if (id && /^\d+$/.test(id)) {
      return { kind, id: Number(id) };
    }
  }
  return null;
}

export function writePanel(panel: Panel | null): Record<string, string | number | null> {
  if (!panel) {
    return CLOSED;
  }
  return panel.kind === 'new'
    ? { ...CLOSED, ajouter: panel.start, minutes: panel.minutes }
    : { ...CLOSED, [NAMES[panel.kind]]: panel.id };
}

/** The panel that an entry of the calendar opens. */
export function panelOf(entryId: string): Panel | null {
  const match = /^(appointment|slot|absence)-(\d+)/.exec(entryId);
  return match
    ? { kind: match[1] as 'appointment' | 'slot' | 'absence', id: Number(match[2]) }
    : null;
}

/** The entry that opened a panel, to give it the focus back. */
export function entryOf(panel: Panel): string | null {
  return panel.kind === 'new' ? null : `${panel.kind}-${panel.id}`;
}

function isReal(day: string): boolean {
  const date = new Date(`${day}T12:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}
