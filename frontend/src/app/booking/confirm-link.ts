import type { Params } from '@angular/router';
import type { DirectorySlot, Mode } from '../core/models';

/**
 * The address of the confirm page for a slot. It carries the times, because a held slot is no
 * longer in the public list; the server decides from the id alone.
 */
export function confirmParams(doctor: number, slot: DirectorySlot, mode: Mode | ''): Params {
  const chosen = slot.mode === 'both' ? mode || 'presentiel' : slot.mode;
  return { slot: slot.id, medecin: doctor, debut: slot.start, fin: slot.end, mode: chosen };
}
