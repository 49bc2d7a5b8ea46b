import type { AppointmentStatus } from '../core/models';

export type EntryKind = 'pending' | 'confirmed' | 'over' | 'free' | 'absence';

/** Something with a time in the calendar. */
export interface AgendaEntry {
  id: string;
  title: string;
  /** A word beside the title: the status, how often someone is away. */
  note: string;
  start: string;
  end: string;
  /** What it is, for its look. */
  kind: EntryKind;
  /** It can be dragged to another time. */
  movable: boolean;
  video: boolean;
  /** Of an appointment. */
  status: AppointmentStatus | null;
}
