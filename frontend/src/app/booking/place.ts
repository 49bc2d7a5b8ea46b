import type { Appointment } from '../core/models';

/** « 4 place de la Verrerie, Grenoble » */
export function placeOf(doctor: { address: string; city: string } | null): string {
  return [doctor?.address, doctor?.city].filter(Boolean).join(', ');
}

/** How to find the place; empty where the note only repeats the address. */
export function directionsOf(appointment: Pick<Appointment, 'doctor' | 'location_note'>): string {
  const note = appointment.location_note.trim();
  return words(placeOf(appointment.doctor)).includes(words(note)) ? '' : note;
}

function words(text: string): string {
  return (
    text
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu)
      ?.join(' ') ?? ''
  );
}
